// The guard while one writes: what it would stop is marked above the box, Tab takes the proposal, Esc puts it away.
// And at the answer box: what became of a text that a supervisor was asked about.
const WAIT_MS = 350;
const of = (area) => area.closest('[data-composer]');
const panel = (form) => document.getElementById(`check-${form.dataset.composer}`);
const refused = (form) => document.getElementById(`refused-${form.dataset.composer}`);
const isNote = (form) => 'noteOnly' in form.dataset || form.querySelector('[type="checkbox"][name="note"]').checked;
let timer = 0;
let asked = null;

function clear(form) {
  clearTimeout(timer);
  asked?.abort();
  panel(form).replaceChildren();
}

async function look(form) {
  const area = form.querySelector('textarea');
  asked?.abort();
  asked = new AbortController();
  const headers = { ...JSON.parse(document.body.getAttribute('hx-headers')), 'HX-Request': 'true' };
  const body = new URLSearchParams({ text: area.value });
  try {
    const answer = await fetch(`/desk/${form.dataset.composer}/checking`, { method: 'POST', headers, body, signal: asked.signal });
    if (!answer.ok) return;
    const html = await answer.text();
    if (!isNote(form) && area.value) document.dispatchEvent(new CustomEvent('desk:pieces', { detail: { html } }));
  } catch { /* Typed on meanwhile, or no connection: what is sent is looked at again. */ }
}

document.addEventListener('input', ({ target }) => {
  const form = target.matches?.('textarea, [name="note"]') && of(target);
  if (!form) return;
  clearTimeout(timer);
  if (isNote(form) || !form.querySelector('textarea').value.trim()) clear(form);
  else timer = setTimeout(look, WAIT_MS, form);
});

document.addEventListener('keydown', (event) => {
  const form = event.target.matches?.('[data-composer] textarea') && of(event.target);
  if (!form || event.defaultPrevented || event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  const proposed = panel(form).querySelector('[data-wording]');
  if (event.key === 'Tab' && proposed) {
    event.preventDefault();
    proposed.click();
  } else if (event.key === 'Escape' && panel(form).childElementCount) {
    event.preventDefault();
    clear(form);
  }
});

document.addEventListener('desk:placed', ({ detail: { element } }) => {
  if (element.id.startsWith('check-') && element.childElementCount) {
    // What is being written is another text than the one that was stopped.
    refused(of(element)).querySelector('[data-refused^="banned"]')?.remove();
  }
  if (element.id.startsWith('asking-')) {
    const form = document.querySelector('[data-composer]');
    if (form && element.dataset.state) refused(form).querySelector('[data-refused="banned"]')?.remove();
  }
});

document.addEventListener('click', ({ target }) => {
  const form = target.closest?.('[data-wording]') && of(target);
  if (!form) return;
  clear(form);
  // A gap in the proposal is the agent's to fill in: it stands selected.
  const area = form.querySelector('textarea');
  const gap = /…+/u.exec(area.value);
  if (gap) area.setSelectionRange(gap.index, gap.index + gap[0].length);
});

document.addEventListener('htmx:beforeRequest', ({ detail: { elt } }) => { if (elt.matches('[data-composer]')) clear(elt); });
document.addEventListener('desk:answered', ({ detail: { form: allowed } }) => {
  if (!allowed.matches('[data-allowed]')) return;
  const form = document.querySelector(`[data-composer="${allowed.dataset.allowed}"]`);
  const area = form?.querySelector('textarea');
  if (area?.value.trim() === allowed.elements.text.value.trim()) {
    area.value = '';
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  allowed.closest('.asking')?.replaceChildren();
});
