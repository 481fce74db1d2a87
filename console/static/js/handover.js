// The board at the end of a shift: `h` goes there, and on it one key for each way a matter can go.
const board = () => document.getElementById('handover');
const typing = (node) => node.matches('input:not([type="hidden"]), textarea, select, [contenteditable]');
const matters = () => [...document.querySelectorAll('form[data-matter]')];
// Where somebody is, else the first that nobody has said a word about.
const current = () => document.activeElement.closest?.('form[data-matter]')
  ?? matters().find((matter) => matter.dataset.state === 'unassigned');

function step(by) {
  const all = matters();
  const from = all.indexOf(document.activeElement.closest?.('form[data-matter]'));
  const to = all[from < 0 ? 0 : Math.min(Math.max(from + by, 0), all.length - 1)];
  to?.querySelector('.matter__ways button, .line__acts button')?.focus();
}

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(target) || document.querySelector('dialog[open]')) return;
  if (key === 'h' && document.getElementById('handover-link')) location.assign('/shift-handover');
  else if (!board()) return;
  else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1);
  else if (key === 'y') board().querySelector('.board__confirm button:enabled')?.click();
  else if (/^[cox]$/.test(key)) current()?.querySelector(`[data-key="${key}"]`)?.click();
  else return;
  event.preventDefault();
}, true);

// A matter that has gone takes the focus with it: the next one is under the keys at once.
let held = false;
document.addEventListener('htmx:beforeRequest', ({ detail }) => { held = Boolean(detail.elt.closest?.('#handover')); });
document.addEventListener('desk:placed', ({ detail }) => {
  if (detail.element.id === 'handover-refused') document.getElementById('presence').open = false;
  if (detail.element.id !== 'handover' || !held) return;
  held = false;
  if (document.activeElement !== document.body) return;
  (current()?.querySelector('.matter__ways button') ?? board().querySelector('.board__confirm button:enabled'))?.focus();
});
document.addEventListener('click', ({ target }) => { if (target.closest?.('[data-prints]')) print(); });
