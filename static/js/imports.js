// The dialog that asks for links. Without it the button's link leads to a page with the same form.
import { announce } from "./announce.js";

const dialog = document.getElementById("import-dialog");

document.querySelector("[data-open-imports]")?.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
  dialog.querySelector("textarea").focus();
});
dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-dialog]")) dialog.close();
});
document.body.addEventListener("importsAdded", () => {
  dialog.close();
  announce("The links were taken; their files are being fetched.");
});
