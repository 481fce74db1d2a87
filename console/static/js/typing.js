// Shows that the buyer is writing, until they pause or have written.
const SHOWN_MS = 6_000;
let timer = 0;

const hints = () => document.querySelectorAll('.thread__typing');
const hide = () => hints().forEach((hint) => { hint.hidden = true; });

document.addEventListener('desk:typing', ({ detail }) => {
  const hint = document.getElementById(`typing-${detail.id}`);
  if (!hint) return;
  hint.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(hide, SHOWN_MS);
});
document.addEventListener('desk:placed', ({ detail }) => { if (detail.element.dataset.kind === 'buyer') hide(); });
