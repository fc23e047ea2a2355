// The table of a batch: what is typed while a row is being checked stays, and nothing is ordered twice.
const body = document.body;
const TYPED = "#sheet :is(textarea, input[type=text])";
let typed = null;

// htmx gives the focus back to the control of the same id; what was typed there meanwhile is put back here.
body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const control = document.activeElement;
  const isTyping = control?.matches(TYPED) && target.contains(control) && control.value !== control.defaultValue;
  typed = isTyping ? { id: control.id, value: control.value, at: control.selectionStart } : null;
});

body.addEventListener("htmx:afterSwap", () => {
  const control = typed && document.getElementById(typed.id);
  if (!control || control.value === typed.value) return;
  control.value = typed.value;
  control.setSelectionRange(typed.at, typed.at);
  control.dataset.unsent = "";
});

// A browser doesn't count as a change what was put in by a script; what was typed after that it does.
body.addEventListener("change", ({ target }) => delete target.dataset.unsent, { capture: true });
body.addEventListener("focusout", ({ target }) => {
  if (target.dataset?.unsent === undefined) return;
  delete target.dataset.unsent;
  if (target.value !== target.defaultValue) target.dispatchEvent(new Event("change", { bubbles: true }));
});

// Enter means "I am done with this cell"; in a form it would press the first button there is.
body.addEventListener("keydown", (event) => {
  const control = event.target;
  if (event.key !== "Enter" || !control.matches("#sheet input[type=text]")) return;
  event.preventDefault();
  if (control.value !== control.defaultValue) control.dispatchEvent(new Event("change", { bubbles: true }));
});

body.addEventListener("submit", ({ target, submitter }) => {
  if (!target.matches("[data-sheet]")) return;
  // Later, because a button that is disabled during the event may stop the form.
  if (submitter?.matches("[data-once]")) setTimeout(() => (submitter.disabled = true));
});

addEventListener("pageshow", () => document.querySelectorAll("[data-once]").forEach((button) => (button.disabled = false)));

// A link to a row leads to the first cell that is to be mended.
body.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to-row]");
  const cell = link && document.querySelector(`${link.hash} [aria-invalid=true]`);
  if (!cell) return;
  event.preventDefault();
  cell.focus();
});
