// Looks at the photos of the thread, one by one; without script they open as pages.
const viewer = document.getElementById('viewer');
const part = (name) => viewer.querySelector(`[data-${name}]`);
let links = [];
let at = 0;

function show(index) {
  at = (index + links.length) % links.length;
  const image = part('image');
  image.src = links[at].href;
  image.alt = links[at].querySelector('img').alt;
  part('count').textContent = `${at + 1} / ${links.length}`;
  delete viewer.dataset.zoomed;
  delete viewer.dataset.turned;
  viewer.querySelectorAll('[data-step]').forEach((step) => { step.hidden = links.length < 2; });
}

function zoom() {
  if ('zoomed' in viewer.dataset) delete viewer.dataset.zoomed;
  else viewer.dataset.zoomed = '';
}

const turn = () => { viewer.dataset.turned = (Number(viewer.dataset.turned ?? 0) + 1) % 4; };

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('[data-photo]');
  if (!link || !viewer || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  links = [...document.querySelectorAll('[data-photo]')];
  viewer.showModal();
  show(links.indexOf(link));
});
viewer?.addEventListener('click', ({ target }) => {
  const step = target.closest('[data-step]');
  if (step) show(at + Number(step.dataset.step));
  else if (target.closest('[data-turn]')) turn();
  else if (target.closest('[data-zoom], [data-image]')) zoom();
  else if (target.closest('[data-shut]') || target.matches('.viewer__stage')) viewer.close();
});
viewer?.addEventListener('keydown', (event) => {
  if ('zoomed' in viewer.dataset && event.key.startsWith('Arrow')) return;
  const acts = { ArrowLeft: () => show(at - 1), ArrowRight: () => show(at + 1), '+': zoom, '-': zoom, z: zoom, r: turn };
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
});
viewer?.addEventListener('close', () => links[at]?.focus());
