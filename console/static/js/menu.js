// A menu that hangs on a summary shuts like every other: by Escape, and by a click elsewhere.
const open = () => document.querySelectorAll('details[data-menu][open]');

document.addEventListener('click', ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector('summary').focus();
    event.preventDefault();
  }
});
