// The menu that says where I am: `p` opens it, a digit chooses, and it shuts when the answer is there.
// What comes over the stream (another tab of mine, a browser given up) redraws it open: it never shuts under the fingers.
const menu = () => document.getElementById('presence');
const MUTE = 'desk-mute';

function shut() {
  const open = menu();
  if (open) open.open = false;
}

function toggle() {
  const here = menu();
  if (!here) return;
  here.open = !here.open;
  if (here.open) here.querySelector('.presence__choice')?.focus();
  else here.querySelector('summary').focus();
}

function showMute() {
  const box = menu()?.querySelector('[data-mute]');
  if (box) box.checked = Boolean(localStorage.getItem(MUTE));
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const here = menu();
  if (!here || event.target.matches('textarea, select, [contenteditable], input:not([type="checkbox"])')) return;
  if (event.key === 'p' && !document.querySelector('dialog[open]')) toggle();
  else if (here.open && event.key === 'Escape') toggle();
  else if (here.open && /^[1-9]$/.test(event.key)) here.querySelector(`[data-presence-key="${event.key}"]`)?.click();
  else return;
  event.preventDefault();
});
document.addEventListener('click', ({ target }) => { if (menu()?.open && !target.closest?.('#presence')) shut(); });
document.addEventListener('change', ({ target }) => {
  if (!target.matches?.('[data-mute]')) return;
  if (target.checked) localStorage.setItem(MUTE, '1');
  else localStorage.removeItem(MUTE);
});
document.addEventListener('desk:placed', ({ detail }) => {
  if (detail.element.id === 'presence') showMute();
});
document.addEventListener('desk:answered', ({ detail: { form } }) => { if (form.closest('#presence')) shut(); });
showMute();
