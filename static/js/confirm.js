// Asks before a form[data-confirm] is sent. Without scripts the form is simply sent.
export function watchConfirmations() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("confirm" in form.dataset) || "confirmed" in form.dataset) return;
    event.preventDefault();
    ask(form);
  });
}

function ask(form) {
  const dialog = document.getElementById("confirm");
  const { confirm, confirmTitle = "Are you sure?", confirmOk = "Continue" } = form.dataset;
  dialog.querySelector("h2").textContent = confirmTitle;
  dialog.querySelector("[data-confirm-text]").textContent = confirm;
  dialog.querySelector("[data-confirm-ok]").textContent = confirmOk;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => dialog.returnValue === "ok" && send(form), { once: true });
  dialog.showModal();
}

function send(form) {
  form.dataset.confirmed = "";
  form.requestSubmit();
  delete form.dataset.confirmed;
}
