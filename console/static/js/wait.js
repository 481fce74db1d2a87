// Counts waiting times in seconds by the server's clock, and hides revealed secrets after a minute.
const { dataset } = document.body;
const skew = Number(dataset.now) - Date.now();
const steps = (clock) => (clock.dataset.steps ?? dataset.patience).split(' ').map(Number);
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
function signalOnce(clock, signal) {
  const row = clock.closest('.row[data-person-since]');
  const { since, owes } = clock.dataset;
  if (!row || owes !== 'person' || signalled.has(since)) return;
  signalled.add(since);
  const mine = row.dataset.mode === 'waiting' || row.dataset.agent === dataset.me;
  if (mine && Number(since) + signal * 1000 >= opened) document.dispatchEvent(new CustomEvent('desk:signal'));
}

// Where colours are to be read from afar, the step is written beside them; and that a clock stands.
function sayStep(clock) {
  const step = clock.querySelector('[data-step]');
  if (!step) return;
  const { wordsSoon: soon, wordsLate: late, wordsOver: over, wordsStands: stands } = clock.closest('[data-words-stands]').dataset;
  const text = clock.dataset.stood === undefined ? { soon, late, over }[clock.dataset.late] ?? '' : stands;
  if (step.textContent !== text) step.textContent = text;
}

function tick() {
  if (document.hidden) return;
  for (const clock of document.querySelectorAll('[data-since], [data-stood]')) {
    const { since, stood } = clock.dataset;
    const ms = stood === undefined ? Date.now() + skew - Number(since) : Number(stood);
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const [signal, target, limit] = steps(clock);
    const count = clock.querySelector('[data-count]');
    const text = written(seconds);
    if (count.textContent !== text) count.textContent = text;
    if (seconds < signal) delete clock.dataset.late;
    else clock.dataset.late = seconds >= limit ? 'over' : seconds >= target ? 'late' : 'soon';
    if (seconds >= signal) signalOnce(clock, signal);
    sayStep(clock);
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
