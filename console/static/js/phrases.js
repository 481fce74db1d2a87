// Quick phrases: `/` in the answer box opens them, typing narrows them, Enter puts one in.
// Each conversation brings its own, so they are looked for anew every time.
const list = () => document.getElementById('phrases');
const options = () => [...(list()?.children ?? [])];
const ASKED = /(?:^|\s)\/([^\s/]{0,40})$/u;
let area = null;
const shown = () => options().filter((option) => !option.hidden);
const chosen = () => options().find((option) => option.ariaSelected === 'true');

function choose(option) {
  for (const other of options()) other.ariaSelected = String(other === option);
  if (option) area.setAttribute('aria-activedescendant', option.id);
  else area.removeAttribute('aria-activedescendant');
  option?.scrollIntoView({ block: 'nearest' });
}

function shut() {
  if (!area) return;
  choose(null);
  if (list()) list().hidden = true;
  area = null;
}

function open(target, asked) {
  area = target;
  const wanted = asked.toLowerCase();
  const [shortcut, title, text] = [0, 1, 2].map((n) => (option) => option.children[n].textContent.toLowerCase());
  // By name; only when no name fits, by what the phrase says.
  const named = options().filter((option) => shortcut(option).includes(wanted) || title(option).includes(wanted));
  const fits = named.length ? named : options().filter((option) => text(option).includes(wanted));
  for (const option of options()) option.hidden = !fits.includes(option);
  const first = (option) => (shortcut(option).startsWith(`/${wanted}`) ? 0 : 1);
  list().append(...options().sort((a, b) => first(a) - first(b)));
  const found = shown();
  list().hidden = !found.length;
  const none = document.getElementById('phrases-none');
  none.textContent = found.length ? '' : none.dataset.none;
  if (!found.length) return shut();
  target.closest('[data-composer]').append(list());
  return choose(found[0]);
}

function insert(option) {
  const target = area;
  const end = target.selectionStart;
  const start = end - ASKED.exec(target.value.slice(0, end))[1].length - 1;
  target.setRangeText(option.dataset.text, start, end, 'end');
  // What we did not know is the agent's to write: it stands selected.
  const gap = /\{[a-z_]{1,32}\}/.exec(option.dataset.text);
  if (gap) target.setSelectionRange(start + gap.index, start + gap.index + gap[0].length);
  shut();
  target.focus();
  target.dispatchEvent(new Event('input', { bubbles: true }));
}

function look({ target }) {
  if (!target.matches?.('[data-composer] textarea')) return;
  const asked = ASKED.exec(target.value.slice(0, target.selectionStart));
  if (asked && options().length) open(target, asked[1]);
  else shut();
}

document.addEventListener('input', look);
document.addEventListener('focusout', ({ target }) => { if (target === area) setTimeout(shut, 150); });
document.addEventListener('pointerdown', (event) => {
  if (!event.target.closest?.('#phrases')) return;
  event.preventDefault();
  const option = event.target.closest('[role="option"]');
  if (option && area) insert(option);
});
document.addEventListener('keydown', (event) => {
  if (!area || event.target !== area || event.isComposing) return;
  const found = shown();
  const at = found.indexOf(chosen());
  const acts = {
    ArrowDown: () => choose(found[(at + 1) % found.length]),
    ArrowUp: () => choose(found[(at - 1 + found.length) % found.length]),
    Enter: () => insert(chosen()),
    Tab: () => insert(chosen()),
    Escape: shut,
  };
  if (!acts[event.key] || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  acts[event.key]();
}, true);
