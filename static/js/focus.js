// After a refused form: the list of what is wrong gets the focus, its links go to the fields. Without one the
// first field that is wrong gets it.
export function focusFirstError() {
  const summary = document.querySelector("[data-focus]");
  (summary ?? document.querySelector("main [aria-invalid=true]"))?.focus();
  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) document.getElementById(link.hash.slice(1))?.focus();
  });
}
