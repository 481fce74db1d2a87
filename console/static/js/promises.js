// Promises: noticed while somebody types, noted by one key, and called out when they are due.
const PAUSE_MS = 350;
const of = (node) => node?.closest?.('[data-composer]');
const offer = (form) => document.getElementById(`noticed-${form.dataset.composer}`);
const isNote = (form) => 'noteOnly' in form.dataset || form.querySelector('[type="checkbox"][name="note"]').checked;
const asked = new WeakMap();
let timer = 0;

function clear(form) {
  const here = offer(form);
  if (!here) return;
  here.replaceChildren();
  delete here.dataset.words;
}

async function ask(form) {
  const text = form.querySelector('textarea').value;
  if (asked.get(form) === text) return;
  asked.set(form, text);
  if (!text.trim() || isNote(form)) return clear(form);
  const headers = { ...JSON.parse(document.body.getAttribute('hx-headers')), 'HX-Request': 'true' };
  const answer = await fetch(`/desk/${form.dataset.composer}/noticing`, { method: 'POST', headers, body: new URLSearchParams({ text }) });
  const html = answer.ok ? await answer.text() : '';
  // Sent or changed meanwhile, it is about other words.
  if (html && form.querySelector('textarea').value === text) document.dispatchEvent(new CustomEvent('desk:pieces', { detail: { html } }));
}

document.addEventListener('input', ({ target }) => {
  const form = of(target);
  if (!form || !offer(form) || !target.matches('textarea')) return;
  clearTimeout(timer);
  if (!target.value) clear(form);
  timer = setTimeout(() => ask(form).catch(() => {}), PAUSE_MS);
});

// The same words again: what was ticked, and the time that was set, stay.
document.addEventListener('desk:arriving', (event) => {
  const { piece } = event.detail;
  if (!piece.matches('.noticed')) return;
  const here = document.getElementById(piece.id);
  if (here?.dataset.words && here.dataset.words === piece.dataset.words) event.preventDefault();
});
document.addEventListener('desk:answered', ({ detail: { form } }) => {
  if (!form.matches('[data-composer]')) return;
  clearTimeout(timer);
  asked.delete(form);
});

const keys = { KeyP: '[data-promise-key]', KeyK: '[data-kept-key]' };
document.addEventListener('keydown', (event) => {
  const wanted = event.altKey && !event.ctrlKey && !event.metaKey && keys[event.code];
  const found = wanted && (document.querySelector(`.noticed ${wanted}`) ?? document.querySelector(`.asked ${wanted}`));
  if (!found) return;
  event.preventDefault();
  found.click();
});

document.addEventListener('click', ({ target }) => target.closest?.('[data-puts-away]')?.closest('form, .banner').remove());

document.addEventListener('desk:arriving', ({ detail: { piece } }) => {
  if (!('calls' in piece.dataset) || !document.hidden || globalThis.Notification?.permission !== 'granted') return;
  const notice = new Notification(document.title, { body: piece.textContent.trim(), tag: piece.id });
  notice.onclick = () => { focus(); notice.close(); location.assign(piece.querySelector('a').getAttribute('href')); };
});

const look = () => document.querySelectorAll('[data-composer]').forEach((form) => offer(form) && form.querySelector('textarea').value && ask(form).catch(() => {}));
document.addEventListener('htmx:afterSettle', look);
look();
