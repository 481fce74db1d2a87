// Puts pieces drawn by the server where they belong. The stream and the answers to forms both end here.
// A piece is an element with an id: it takes the place of the element with that id; if there is none it
// goes into the element named by data-into, ordered by data-sort; if there is none either, it is not for this page.

const typing = (node) => node.form?.querySelector('textarea')?.value;
const options = {
  morphStyle: 'outerHTML',
  ignoreActiveValue: true,
  callbacks: {
    // What a person is writing, and the key that it will be sent under, stay as they are.
    beforeNodeMorphed: (old, fresh) => {
      // What was chosen stays; whether one may choose is the server's to say.
      if (old.matches?.('input[type="file"]')) old.disabled = fresh.disabled;
      return !(old.matches?.('textarea, input[type="file"], [name="idem"], [data-files]')
        || (old.matches?.('[type="checkbox"][name="note"], [name="seen"]') && typing(old)));
    },
    beforeNodeRemoved: (old) => !old.matches?.('#phrases'),
    beforeAttributeUpdated: (name, node) => !(name === 'open' && node.matches('details, dialog')),
  },
};

function sorted(into, piece) {
  const mine = Number(piece.dataset.sort);
  let before = null;
  for (let other = into.lastElementChild; other; other = other.previousElementSibling) {
    if (other !== piece && Number(other.dataset.sort) <= mine) break;
    if (other !== piece) before = other;
  }
  if (piece.parentElement !== into || piece.nextElementSibling !== before) into.insertBefore(piece, before);
}

// A form's answer may arrive after the stream has told that the letter left: queued never follows sent.
const overtaken = (here, piece) => piece.dataset.delivery === 'queued'
  && ['sending', 'sent'].includes(here?.dataset.delivery);

function put(piece) {
  const arriving = new CustomEvent('desk:arriving', { cancelable: true, detail: { piece } });
  if (!document.dispatchEvent(arriving)) return;
  const into = document.getElementById(piece.dataset.into);
  let here = document.getElementById(piece.id);
  if (overtaken(here, piece)) return;
  if (here) [here] = Idiomorph.morph(here, piece, options);
  else if (into && piece.dataset.place === 'sort') sorted(into, here = piece);
  else if (into) into[piece.dataset.place === 'prepend' ? 'prepend' : 'append'](here = piece);
  if (!here) return;
  if (into && here.dataset.place === 'sort' && here !== piece) sorted(into, here);
  htmx.process(here);
  document.dispatchEvent(new CustomEvent('desk:placed', { detail: { element: here } }));
}

function pieces(html) {
  const found = [...new DOMParser().parseFromString(html, 'text/html').body.children].filter(({ id }) => id);
  found.forEach((piece) => put(document.adoptNode(piece)));
  return found.length;
}

function trouble(kind) {
  const line = document.getElementById('trouble');
  line.hidden = !kind;
  line.querySelectorAll('[data-trouble]').forEach((word) => { word.hidden = word.dataset.trouble !== kind; });
}

document.addEventListener('desk:pieces', ({ detail }) => pieces(detail.html));
document.addEventListener('desk:gone', ({ detail }) => document.getElementById(detail.id)?.remove());
document.addEventListener('desk:page', ({ detail }) => {
  Idiomorph.morph(document.getElementById('main'), detail.page.getElementById('main'), options);
  htmx.process(document.getElementById('main'));
  document.dispatchEvent(new CustomEvent('desk:placed', { detail: { element: document.getElementById('main') } }));
});

function take(xhr, verb) {
  if (xhr.status === 401) document.dispatchEvent(new CustomEvent('desk:signed-out'));
  if (verb !== 'post') return trouble(xhr.status >= 500 && 'server');
  const placed = pieces(xhr.responseText);
  return trouble(xhr.status >= 400 && xhr.status !== 401 && !placed && 'server');
}

const taken = new WeakSet();
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const { xhr, requestConfig: { verb } } = detail;
  taken.add(xhr);
  if (verb === 'post') detail.shouldSwap = false;
  take(xhr, verb);
});
// The stream may be quicker than an answer and take its form away; of a form that is gone htmx tells nobody anything.
// So whoever waits for an answer hears of it here: `desk:answered`, with what was asked, when it went well.
document.addEventListener('htmx:beforeSend', ({ detail: { xhr, requestConfig: { elt: form, path, verb } } }) => {
  xhr.addEventListener('load', () => {
    if (!taken.has(xhr)) take(xhr, verb);
    if (xhr.status < 400) document.dispatchEvent(new CustomEvent('desk:answered', { detail: { form, path } }));
  });
});
for (const name of ['htmx:sendError', 'htmx:timeout']) document.addEventListener(name, () => trouble('network'));
