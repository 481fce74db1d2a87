// Takes the one-time code out of the address, so that it stays in no history, and signs in with it.
const form = document.querySelector('[data-welcome]');
const code = location.hash.slice(1);
if (form && code) {
  history.replaceState(null, '', location.pathname);
  form.elements.code.value = decodeURIComponent(code);
  form.requestSubmit();
}
