// Asks before a form[data-confirm] is sent. Without scripts the form is simply sent.
export function watchConfirmations() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("confirm" in form.dataset) || "confirmed" in form.dataset) return;
    event.preventDefault();
    ask(form);
  });
}

async function ask(form) {
  const { confirm: text, confirmTitle: title, confirmOk: ok } = form.dataset;
  if (await askFirst({ title, text, ok })) send(form);
}

// Resolves to whether the answer was yes.
export function askFirst({ title = "Are you sure?", text, ok = "Continue" }) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("[data-confirm-text]").textContent = text;
  dialog.querySelector("[data-confirm-ok]").textContent = ok;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok"), { once: true });
  });
}

function send(form) {
  form.dataset.confirmed = "";
  form.requestSubmit();
  delete form.dataset.confirmed;
}
