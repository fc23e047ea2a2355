// What somebody has opened stays open when news replaces it.
export function keepDetailsOpen() {
  document.body.addEventListener("htmx:oobBeforeSwap", ({ detail: { target, fragment } }) => {
    for (const opened of target.querySelectorAll("details[id][open]")) {
      fragment.querySelector(`#${CSS.escape(opened.id)}`)?.setAttribute("open", "");
    }
  });
}
