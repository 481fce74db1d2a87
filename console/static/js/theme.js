// Says that scripts run, and shows a chosen appearance before it is saved.
const root = document.documentElement;
root.dataset.script = '';
document.addEventListener('change', ({ target }) => {
  if (target.matches?.('[data-preferences] [name="theme"]')) root.dataset.theme = target.value;
});
