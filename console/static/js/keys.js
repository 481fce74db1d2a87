// Keys for people who answer all day. Silent while somebody types and while a window is open.
const WAIT_MS = 1200;
const click = (selector) => document.querySelector(selector)?.click();
let afterG = 0;

function move(step) {
  const links = [...document.querySelectorAll('.row__link, .wall__row, .tickets__open, .figures__open')];
  if (!links.length) return;
  const focused = links.indexOf(document.activeElement);
  const from = focused >= 0 ? focused : links.findIndex((link) => link.getAttribute('aria-current'));
  const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), links.length - 1);
  links[to].focus();
}

function write(note) {
  const form = document.querySelector('[data-composer]');
  if (!form) return;
  const box = form.querySelector('[type="checkbox"][name="note"]');
  if (box.checked !== note && !('noteOnly' in form.dataset)) box.click();
  form.querySelector('textarea').focus();
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  t: () => click('[data-move="take"]'),
  a: () => click('[data-accepts] button'),
  d: () => click('[data-declines] button'),
  u: () => [...document.querySelectorAll('form[action*="/messages/"][action$="/withdrawing"] button')].at(-1)?.click(),
  r: () => write(false),
  n: () => write(true),
  s: () => document.getElementById('search')?.focus(),
  g: () => { afterG = Date.now(); },
  '?': () => document.getElementById('help')?.showModal(),
};
const shows = { w: '[data-show="waiting"]', m: '[data-show="mine"]', a: '[data-show="all"]', t: '[data-goes="tickets"]', x: '[data-goes="wall"]', f: '[data-goes="figures"]' };

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = target.matches('input, textarea, select, [contenteditable]');
  if (typing && key === 'Escape') target.blur();
  if (typing || document.querySelector('dialog[open]')) return;
  // In a pane that scrolls, arrows scroll.
  if (key.startsWith('Arrow') && target.matches('.thread__scroll, .side')) return;
  const show = Date.now() - afterG < WAIT_MS && shows[key];
  const act = show ? () => click(show) : acts[key];
  if (key !== 'g') afterG = 0;
  if (!act) return;
  event.preventDefault();
  act();
});
document.addEventListener('click', ({ target }) => {
  const opener = target.closest?.('[data-opens]');
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});
