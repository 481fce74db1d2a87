// The server keeps what is being written: another browser, and whoever has the conversation next, find it there.
const PAUSE_MS = 1200;
let saving = 0;

function save(form, leaving = false) {
  clearTimeout(saving);
  delete form.dataset.unsaved;
  const headers = { ...JSON.parse(document.body.getAttribute('hx-headers')), 'HX-Request': 'true' };
  const note = form.querySelector('[type="checkbox"][name="note"]').checked ? '1' : '';
  const body = new URLSearchParams({ text: form.querySelector('textarea').value, note });
  fetch(`/desk/${form.dataset.composer}/draft`, { method: 'POST', headers, body, keepalive: leaving }).catch(() => {});
}

function saveSoon(form) {
  form.dataset.unsaved = '';
  clearTimeout(saving);
  saving = setTimeout(() => { if (form.isConnected && 'unsaved' in form.dataset) save(form); }, PAUSE_MS);
}

function leave() {
  document.querySelectorAll('[data-composer][data-unsaved]').forEach((form) => save(form, true));
}

document.addEventListener('input', ({ target }) => {
  const form = target.closest?.('[data-composer]');
  if (form && !target.matches('[type="file"]')) saveSoon(form);
});
document.addEventListener('desk:sent', ({ target: form }) => {
  clearTimeout(saving);
  delete form.dataset.unsaved;
  // The server has just forgotten it; what was typed meanwhile is a new one.
  if (form.querySelector('textarea').value) saveSoon(form);
});
document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); });
addEventListener('pagehide', leave);
// Another conversation is opened in this one's place.
document.addEventListener('htmx:beforeSwap', ({ detail }) => { if (detail.target.id === 'conversation') leave(); });

// Called back before it left, it is there to be written anew.
document.addEventListener('desk:answered', ({ detail: { path } }) => {
  const message = /\/messages\/(\d+)\/withdrawing$/.exec(path)?.[1];
  if (!message) return;
  const form = document.querySelector('[data-composer]:not([data-note-only])');
  const words = document.querySelector(`#message-${message} .message__text`)?.textContent;
  if (!form || !words || form.querySelector('textarea').value) return;
  form.dispatchEvent(new CustomEvent('desk:write', { bubbles: true, detail: { words } }));
});
