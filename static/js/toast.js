// Notices in the corner. Those with something to do in them stay until they are closed.
const STAYS = 8000;

export function toast(level, text, { link = null, key = "" } = {}) {
  const region = document.getElementById("toasts");
  if (key && region.querySelector(`[data-key="${key}"]`)) return;
  const element = document.getElementById(`toast-${level}`).content.firstElementChild.cloneNode(true);
  element.dataset.key = key;
  element.querySelector(".toast__text").append(text);
  if (link) element.querySelector(".toast__text").append(anchor(link));
  region.append(element);
  leaveByItself(element);
}

export function dropToast(key) {
  document.querySelector(`#toasts [data-key="${key}"]`)?.remove();
}

export function watchToasts() {
  document.querySelectorAll("#toasts .toast").forEach(leaveByItself);
  document.addEventListener("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
  });
}

function anchor({ href, text }) {
  const element = document.createElement("a");
  element.href = href;
  element.target = "_blank";
  element.textContent = text;
  return element;
}

function leaveByItself(element) {
  if (element.dataset.toast === "error" || element.querySelector("form, a")) return;
  const leave = () => (element.matches(":hover, :focus-within") ? setTimeout(leave, STAYS) : element.remove());
  setTimeout(leave, STAYS);
}
