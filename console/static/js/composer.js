// The answer box: sends by key, keeps drafts, takes pictures, and never loses what was written.
const of = (node) => node?.closest?.('[data-composer]');
const text = (form) => form.querySelector('textarea');
const slot = (form) => `draft-${form.dataset.composer}`;
const tick = (form) => form.querySelector('[type="checkbox"][name="note"]');
const coarse = matchMedia('(pointer: coarse)');

function newKey(form) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  form.elements.idem.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  delete form.dataset.tried;
}

function grow(area) {
  if (CSS.supports('field-sizing', 'content')) return;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}

function show(form) {
  const area = text(form);
  const left = Number(area.dataset.limit) - area.value.length;
  form.querySelector('[data-left]').textContent = left < 200 ? left : '';
  area.placeholder = tick(form).checked ? area.dataset.hintNote : area.dataset.hint;
  grow(area);
}

function restore() {
  for (const form of document.querySelectorAll('[data-composer]:not([data-ready])')) {
    form.dataset.ready = '';
    const draft = JSON.parse(sessionStorage.getItem(slot(form)) || 'null');
    if (draft && !text(form).value) {
      text(form).value = draft.text;
      tick(form).checked ||= draft.note;
    }
    show(form);
    form.querySelector('[data-wording]')?.focus();
  }
}

function keep(form) {
  const draft = { text: text(form).value, note: tick(form).checked };
  if (draft.text) sessionStorage.setItem(slot(form), JSON.stringify(draft));
  else sessionStorage.removeItem(slot(form));
}

function pictures(form, files) {
  const input = form.querySelector('[type="file"]');
  const held = new DataTransfer();
  for (const file of files) if (input.accept.split(',').includes(file.type)) held.items.add(file);
  if (!input.disabled) input.files = held.files;
  preview(form);
}

function preview(form) {
  const list = form.querySelector('[data-files]');
  list.querySelectorAll('img').forEach((image) => URL.revokeObjectURL(image.src));
  const held = [...form.querySelector('[type="file"]').files];
  list.hidden = !held.length;
  list.replaceChildren(...held.map((file) => {
    const item = document.createElement('li');
    const image = Object.assign(document.createElement('img'), { src: URL.createObjectURL(file), alt: file.name });
    const remove = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' });
    remove.setAttribute('aria-label', `${list.dataset.remove} ${file.name}`);
    remove.onclick = () => pictures(form, held.filter((other) => other !== file));
    item.append(image, remove);
    return item;
  }));
}

function sent(form) {
  // What was typed while the message was on its way is a new draft.
  if (text(form).value === form.dataset.sending) text(form).value = '';
  pictures(form, []);
  tick(form).checked = 'noteOnly' in form.dataset;
  document.getElementById(`refused-${form.dataset.composer}`).replaceChildren();
  newKey(form);
  keep(form);
  show(form);
  catchUp(form);
  form.dispatchEvent(new CustomEvent('desk:sent', { bubbles: true }));
}

// Up to where the writer had read when they began to write: what comes later is shown before it goes.
function catchUp(form) {
  const newest = document.querySelector('.messages > :last-child')?.dataset.sort;
  if (newest && !text(form).value) form.elements.seen.value = newest;
}

// The buyer sees that somebody writes, unless it is a note; said once in a while.
let toldTyping = 0;
function tellTyping(form) {
  if ('noteOnly' in form.dataset || form.querySelector('[type="checkbox"][name="note"]').checked) return;
  if (Date.now() - toldTyping < 3000) return;
  toldTyping = Date.now();
  const headers = { ...JSON.parse(document.body.getAttribute('hx-headers')), 'HX-Request': 'true' };
  fetch(`/desk/${form.dataset.composer}/typing`, { method: 'POST', headers, body: new URLSearchParams() }).catch(() => {});
}

document.addEventListener('input', ({ target }) => {
  const form = of(target);
  if (!form) return;
  // Other words are another message: an answer that got lost must not swallow them.
  if ('tried' in form.dataset && target.matches('textarea')) newKey(form);
  if (target.matches('[type="file"]')) pictures(form, target.files);
  if (target.matches('textarea') && target.value) tellTyping(form);
  // Emptied, there is nothing left that was refused.
  if (target.matches('textarea') && !target.value) document.getElementById(`refused-${form.dataset.composer}`).replaceChildren();
  keep(form);
  show(form);
});

document.addEventListener('keydown', (event) => {
  const form = of(event.target);
  if (!form || event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.key !== 'Enter') return;
  if (!event.target.matches('textarea') || event.shiftKey) return;
  const plain = 'enterSends' in document.body.dataset && !coarse.matches;
  if (!plain && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  if (text(form).value.trim() || form.querySelector('[type="file"]').files.length) form.requestSubmit(form.querySelector('[data-send]'));
});

// A proposed wording, a colleague's draft, or what was called back before it left.
function write(form, words) {
  text(form).value = words;
  document.getElementById(`refused-${form.dataset.composer}`).replaceChildren();
  newKey(form);
  text(form).dispatchEvent(new Event('input', { bubbles: true }));
  text(form).focus();
}
document.addEventListener('desk:write', ({ target, detail }) => write(target, detail.words));
document.addEventListener('click', (event) => {
  const wording = event.target.closest?.('[data-wording]');
  if (!wording) return;
  event.preventDefault();
  write(of(wording), wording.value);
});

for (const [name, files] of [['paste', (event) => event.clipboardData.files], ['drop', (event) => event.dataTransfer.files]]) {
  document.addEventListener(name, (event) => {
    const form = of(event.target);
    if (!form || !files(event).length) return;
    event.preventDefault();
    delete form.dataset.drop;
    pictures(form, [...form.querySelector('[type="file"]').files, ...files(event)]);
  });
}
document.addEventListener('dragover', (event) => {
  const form = of(event.target);
  if (!form || !event.dataTransfer.types.includes('Files')) return;
  event.preventDefault();
  form.dataset.drop = '';
});
document.addEventListener('dragleave', ({ target }) => { if (of(target)) delete of(target).dataset.drop; });

document.addEventListener('htmx:beforeRequest', ({ detail }) => {
  if (!detail.elt.matches('[data-composer]')) return;
  detail.elt.dataset.tried = '';
  detail.elt.dataset.sending = text(detail.elt).value;
});
document.addEventListener('desk:answered', ({ detail: { form } }) => { if (form.matches('[data-composer]')) sent(form); });
document.addEventListener('desk:placed', ({ detail: { element } }) => {
  if ('refused' in element.dataset) element.querySelector('[data-wording], [data-anyway]')?.focus();
  const form = document.querySelector('[data-composer]');
  if (form) {
    catchUp(form);
    show(form);
  }
  restore();
});
document.addEventListener('submit', ({ target }) => { if (target.matches('[data-signs-out]')) sessionStorage.clear(); });
document.addEventListener('htmx:afterSettle', restore);
restore();
