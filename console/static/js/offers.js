// What is offered to me: a ring that runs down by the server's clock, one calm sound, `a` accepts, `d` declines.
const skew = Number(document.body.dataset.now) - Date.now();
const list = () => document.getElementById('offers');
const offers = () => [...(list()?.children ?? [])];
const known = new Set(offers().map((offer) => offer.id));
const AFTER_MS = 400;
let timer = 0;

function tick() {
  const now = Date.now() + skew;
  for (const offer of offers()) {
    const [made, until] = [Number(offer.dataset.made), Number(offer.dataset.until)];
    const left = Math.max(0, until - now);
    offer.querySelector('.ring__left').setAttribute('stroke-dashoffset', String(100 - (100 * left) / (until - made)));
    const seconds = String(Math.ceil(left / 1000));
    const shown = offer.querySelector('[data-seconds]');
    if (shown.textContent !== seconds) shown.textContent = seconds;
    if (now > until + AFTER_MS) offer.remove();
  }
  const none = !offers().length;
  if (list()) list().hidden = none;
  if (none) {
    clearInterval(timer);
    timer = 0;
  }
}

function look() {
  const fresh = offers().filter((offer) => !known.has(offer.id));
  fresh.forEach((offer) => known.add(offer.id));
  if (fresh.length) document.dispatchEvent(new CustomEvent('desk:offered', { detail: { offer: fresh[0] } }));
  if (offers().length && !timer) timer = setInterval(tick, 250);
  tick();
}

document.addEventListener('desk:placed', ({ detail }) => { if (detail.element.id === 'offers') look(); });
// Taken by a colleague, given back, closed: what does not wait any more is offered to nobody.
document.addEventListener('desk:arriving', ({ detail: { piece } }) => {
  if (!piece.dataset.row || piece.dataset.mode === 'waiting') return;
  offers().filter((offer) => offer.dataset.offer === piece.dataset.row).forEach((offer) => offer.remove());
  tick();
});
document.addEventListener('desk:answered', ({ detail: { form } }) => {
  if (form.dataset.accepts) location.assign(`/desk/${form.dataset.accepts}?show=mine`);
  if ('clears' in form.dataset) form.reset();
  if ('passesOn' in form.dataset) document.getElementById('pass-on')?.close();
});
document.addEventListener('htmx:afterSwap', ({ detail }) => {
  if (detail.target.id === 'pass-on-form') document.getElementById('pass-on').showModal();
});
document.addEventListener('click', ({ target }) => {
  if (target.closest?.('[data-lets-go]')) target.closest('[data-whisper]').remove();
});
look();
