// After a refused form: the list of what is wrong gets the focus, its links go to the fields. Without one the
// first field that is wrong gets it. So it does in a form that htmx brings back.
//
// A button that is gone once it was pressed leaves the focus to the link or heading of what it belonged to.
export function focusFirstError() {
  const summary = document.querySelector("[data-focus]");
  (summary ?? document.querySelector("main [aria-invalid=true]"))?.focus();
  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) document.getElementById(link.hash.slice(1))?.focus();
  });
  document.body.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (elt.matches("form")) elt.querySelector("[aria-invalid=true]")?.focus();
  });
}

export function keepFocus() {
  let held = "";
  document.body.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    if (elt.contains(document.activeElement)) held = elt.closest("[id^=asset-], [id^=share-links-]")?.id ?? "";
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement !== document.body || !held) return;
    document.getElementById(held)?.querySelector("a[id], h2[id]")?.focus({ preventScroll: true });
  });
}
