// The wall: a digit jumps to the n-th who waits, `f` gives it the whole screen. Its clocks count in wait.js.
const FULL = 'desk-wall-full';
const root = document.documentElement;
const onWall = document.body.matches('.page--wall');

function fill(full) {
  root.toggleAttribute('data-full', full);
  if (full) localStorage.setItem(FULL, '1');
  else localStorage.removeItem(FULL);
}

// The browser's own full screen only follows a press; without it the bar is hidden all the same.
function toggle() {
  const full = !root.hasAttribute('data-full');
  fill(full);
  if (full) root.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) document.exitFullscreen();
}

if (onWall) {
  root.toggleAttribute('data-full', Boolean(localStorage.getItem(FULL)));
  document.querySelector('[data-fills]').addEventListener('click', toggle);
  document.addEventListener('fullscreenchange', () => { if (!document.fullscreenElement) fill(false); });
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.matches('input, textarea, select') || document.querySelector('dialog[open]')) return;
    if (key === 'f') toggle();
    else if (key === 'Escape' && root.hasAttribute('data-full')) fill(false);
    else if (/^[1-9]$/.test(key)) document.querySelector(`[data-jump="${key}"]`)?.click();
    else return;
    event.preventDefault();
  });
}
