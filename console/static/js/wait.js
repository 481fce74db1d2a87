// Counts waiting times in seconds by the server's clock, and hides revealed secrets after a minute.
const { dataset } = document.body;
const skew = Number(dataset.now) - Date.now();
const patience = { person: dataset.person.split(' ').map(Number), somebody: dataset.somebody.split(' ').map(Number) };
const SHOWN_MS = 60_000;
const two = (n) => String(n).padStart(2, '0');

function written(seconds) {
  const [d, h, m, s] = [seconds / 86400, (seconds / 3600) % 24, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  if (d) return `${d}d ${h}h`;
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

// The ladder's first step: heard once for each debt, by who can pay it; not for what was old when the page came.
const signalled = new Set();
const opened = Date.now() + skew;
function signalOnce(clock) {
  const row = clock.closest('.row[data-person-since]');
  const { since, owes } = clock.dataset;
  if (!row || owes !== 'person' || signalled.has(since)) return;
  signalled.add(since);
  const mine = row.dataset.mode === 'waiting' || row.dataset.agent === dataset.me;
  if (mine && Number(since) + patience.person[0] * 1000 >= opened) document.dispatchEvent(new CustomEvent('desk:signal'));
}

function tick() {
  if (document.hidden) return;
  for (const clock of document.querySelectorAll('[data-since]')) {
    const seconds = Math.max(0, Math.floor((Date.now() + skew - Number(clock.dataset.since)) / 1000));
    const [signal, target, limit] = patience[clock.dataset.owes];
    const count = clock.querySelector('[data-count]');
    const text = written(seconds);
    if (count.textContent !== text) count.textContent = text;
    if (seconds < signal) delete clock.dataset.late;
    else clock.dataset.late = seconds >= limit ? 'over' : seconds >= target ? 'late' : 'soon';
    if (seconds >= signal) signalOnce(clock);
  }
}

function hideLater(secret) {
  const value = secret.querySelector('[data-masked]');
  setTimeout(() => {
    value.textContent = value.dataset.masked;
    delete secret.dataset.revealed;
    secret.querySelector('form')?.removeAttribute('hidden');
  }, SHOWN_MS);
}

function look() {
  tick();
  for (const secret of document.querySelectorAll('[data-revealed]:not([data-hiding])')) {
    secret.dataset.hiding = '';
    hideLater(secret);
  }
}

for (const name of ['desk:placed', 'htmx:afterSettle', 'visibilitychange']) document.addEventListener(name, look);
setInterval(tick, 1000);
look();
