// Keeps the list to its filter, and marks the conversation that is open.
const belongs = {
  waiting: (row) => row.mode === 'waiting',
  mine: (row) => row.mode === 'human' && row.agent === document.body.dataset.me,
  bot: (row) => row.mode === 'bot',
  all: (row) => row.mode !== 'closed',
  closed: (row) => row.mode === 'closed',
};
const fits = (list, row) => belongs[list.dataset.show](row)
  && (list.dataset.show !== 'waiting' || list.dataset.queue === undefined || list.dataset.queue === row.queue);
const rows = () => document.getElementById('rows');
const openId = () => document.getElementById('conversation')?.dataset.id;

document.addEventListener('desk:arriving', (event) => {
  const { piece } = event.detail;
  const list = rows();
  if (!list || !piece.dataset.row) return;
  const here = document.getElementById(piece.id);
  // A search shows what was found; the open conversation stays in sight until another is opened.
  const wanted = 'found' in list.dataset ? here : fits(list, piece.dataset);
  if (!wanted && piece.dataset.row !== openId()) {
    here?.remove();
    event.preventDefault();
  } else if (!here) piece.dataset.new = '';
});

function mark() {
  const list = rows();
  if (!list) return;
  for (const row of list.children) {
    const open = row.dataset.row === openId();
    const link = row.querySelector('.row__link');
    if (open) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
    if (!open && !('found' in list.dataset) && !fits(list, row.dataset)) row.remove();
  }
}

function countWaiting() {
  const tab = document.querySelector('[data-show="waiting"]');
  const number = document.getElementById('waiting-count')?.dataset.count;
  if (!tab || number === undefined) return;
  const shown = tab.querySelector('b') ?? tab.appendChild(document.createElement('b'));
  shown.textContent = Number(number) || '';
}

document.addEventListener('desk:placed', ({ detail }) => { if (detail.element.id === 'waiting-count') countWaiting(); });
document.addEventListener('desk:placed', ({ detail }) => { if (!detail.element.dataset.kind) mark(); });
document.addEventListener('htmx:afterSettle', mark);
document.addEventListener('htmx:configRequest', ({ detail }) => {
  if (detail.elt.matches('.row__link')) detail.path = detail.path.split('?')[0] + location.search.replace(/[?&]before=\d+/, '');
});
// The second click of a double click would land on the move that has come where the first one's was.
document.addEventListener('click', (event) => {
  if (event.detail > 1 && event.target.closest?.('.head__moves')) event.preventDefault();
}, true);
document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-back]')) {
    event.preventDefault();
    location.assign('/desk' + location.search);
  }
});
