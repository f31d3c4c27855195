/** The console's own script: buttons that copy. Everything else works without one. */
export const SCRIPT = `
const showCopyButtons = (root) => root.querySelectorAll('[data-copy][hidden]').forEach((b) => { b.hidden = false; });

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = 'Copied';
  } catch {
    button.parentElement.querySelector('input')?.select(); // no permission, or no https: the keyboard still copies
    button.textContent = 'Press Ctrl-C';
  }
  setTimeout(() => { button.textContent = label; }, 2000);
});

document.addEventListener('htmx:after:swap', () => showCopyButtons(document));
showCopyButtons(document);
`;
