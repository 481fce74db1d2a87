// Tickets: ticks that outlive a list that is drawn anew, columns that stay in sight, forms that nobody takes away.
const list = () => document.getElementById('tickets');

function tell() {
  const here = list();
  const told = here?.querySelector('[data-ticked]');
  if (!told) return;
  const ticks = [...here.querySelectorAll('[data-tick]')];
  const count = ticks.filter(({ checked }) => checked).length;
  told.hidden = !count;
  told.querySelector('[data-ticked-count]').textContent = count;
  const all = here.querySelector('[data-ticks-all]');
  all.checked = count > 0 && count === ticks.length;
  all.indeterminate = count > 0 && count < ticks.length;
}

// Sticky cells need to know how wide those before them are.
function stay() {
  for (const row of document.querySelectorAll('.tickets__table tr')) {
    let from = 0;
    for (const cell of row.querySelectorAll('[data-stays]')) {
      cell.style.setProperty('--stays', `${from}px`);
      from += cell.offsetWidth;
    }
  }
}

document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-ticks-all]')) for (const tick of list().querySelectorAll('[data-tick]')) tick.checked = target.checked;
  if (target.matches('[data-tick], [data-ticks-all]')) tell();
});
document.addEventListener('desk:arriving', ({ detail: { piece } }) => {
  if (piece.id !== 'tickets') return;
  for (const tick of list()?.querySelectorAll('[data-tick]:checked') ?? []) {
    piece.querySelector(`[name="${CSS.escape(tick.name)}"]`)?.setAttribute('checked', '');
  }
});
// What somebody is writing is not taken away: they are told, and see what is new when they want to.
let fresh = null;
const touched = new WeakSet();
document.addEventListener('input', ({ target }) => { if (target.closest?.('[data-acts]')) touched.add(target.closest('[data-acts]')); });
document.addEventListener('submit', ({ target }) => { if (target.closest?.('[data-acts]')) touched.delete(target.closest('[data-acts]')); });
document.addEventListener('desk:arriving', (event) => {
  const { piece } = event.detail;
  const here = 'acts' in piece.dataset && document.getElementById(piece.id);
  if (!here || !touched.has(here)) return;
  fresh = piece;
  here.querySelector('[data-stale]').hidden = false;
  event.preventDefault();
});
document.addEventListener('click', ({ target }) => {
  const here = target.closest?.('[data-shows-new]')?.closest('[data-acts]');
  if (!here || !fresh) return;
  here.replaceWith(fresh);
  htmx.process(fresh);
  fresh = null;
});

document.addEventListener('desk:placed', () => { tell(); stay(); });
addEventListener('resize', stay);
tell();
stay();
