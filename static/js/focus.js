// After a refused form: the list of what is wrong gets the focus, its links go to the fields.
export function focusFirstError() {
  const summary = document.querySelector("[data-focus]");
  summary?.focus();
  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) document.getElementById(link.hash.slice(1))?.focus();
  });
}
