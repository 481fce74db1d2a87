// Calls somebody who is looking elsewhere: the number in the tab, a desktop notice, a sound if wished.
const title = document.title;
const known = new Map();
const SOUND = 'desk-sound';
const MUTE = 'desk-mute';

function count() {
  const waiting = Number(document.getElementById('waiting-count')?.dataset.count || 0);
  const name = document.querySelector('.head__buyer')?.textContent.trim();
  const rest = name && document.body.matches('.page--desk') ? title.replace(/^[^·]*/, `${name} `) : title;
  document.title = waiting ? `(${waiting}) ${rest}` : rest;
}

function beep() {
  // Before the first press on a page no browser lets it sound.
  if (localStorage.getItem(MUTE) || !navigator.userActivation?.hasBeenActive) return;
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const loud = audio.createGain();
  tone.frequency.value = 660;
  loud.gain.setValueAtTime(0.15, audio.currentTime);
  loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.4);
  tone.connect(loud).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.4);
  tone.onended = () => audio.close();
}

function call(row) {
  if (!document.hidden) return;
  if (localStorage.getItem(SOUND)) beep();
  if (globalThis.Notification?.permission !== 'granted') return;
  // The tag makes one notice of the notices of several tabs.
  const notice = new Notification(row.dataset.buyer, { body: row.querySelector('.row__foot .mode').textContent, tag: row.id });
  notice.onclick = () => { focus(); notice.close(); location.assign(`/desk/${row.dataset.row}`); };
}

// An offer sounds on one tab of the browser only, however many are open.
document.addEventListener('desk:offered', ({ detail: { offer } }) => {
  const once = () => { beep(); return new Promise((done) => { setTimeout(done, 600); }); };
  if (navigator.locks) navigator.locks.request('desk-tone', { ifAvailable: true }, (lock) => lock && once());
  else beep();
  if (!document.hidden || globalThis.Notification?.permission !== 'granted') return;
  const notice = new Notification(offer.dataset.buyer, { body: offer.querySelector('b').textContent, tag: offer.id });
  notice.onclick = () => { focus(); notice.close(); };
});
document.addEventListener('desk:placed', ({ detail: { element } }) => { if ('whisper' in element.dataset) beep(); });
document.addEventListener('desk:signal', () => { if (localStorage.getItem(SOUND)) beep(); });
document.addEventListener('desk:arriving', ({ detail: { piece } }) => {
  const { row, mode, personSince } = piece.dataset;
  if (!row) return;
  const before = known.get(row);
  known.set(row, mode === 'waiting' ? personSince : '');
  if (mode === 'waiting' && before !== personSince) call(piece);
});
for (const row of document.querySelectorAll('.row[data-mode="waiting"]')) known.set(row.dataset.row, row.dataset.personSince);
for (const name of ['desk:placed', 'htmx:afterSettle']) document.addEventListener(name, count);
count();

const section = document.querySelector('[data-notify]');
if (section && globalThis.Notification) {
  const show = () => {
    section.hidden = false;
    section.querySelector('[data-notify-ask]').hidden = Notification.permission !== 'default';
    section.querySelector('[data-notify-on]').hidden = Notification.permission !== 'granted';
    section.querySelector('[data-notify-off]').hidden = Notification.permission !== 'denied';
  };
  const sound = section.querySelector('[data-notify-sound]');
  sound.checked = Boolean(localStorage.getItem(SOUND));
  sound.onchange = () => (sound.checked ? localStorage.setItem(SOUND, '1') : localStorage.removeItem(SOUND));
  section.querySelector('[data-notify-ask]').onclick = () => Notification.requestPermission().then(show);
  show();
}
