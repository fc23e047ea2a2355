// The line of one file on its way here; its states are in the template and the style sheet.
export function createRow(name, { onCancel, onRetry }) {
  const element = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  const text = element.querySelector("[data-text]");
  const progress = element.querySelector("[data-progress]");
  const show = (state, words) => {
    element.dataset.state = state;
    text.textContent = words;
  };
  element.querySelector("[data-name]").textContent = name;
  element.querySelector("[data-name]").title = name;
  progress.setAttribute("aria-label", `${name}: sent`);
  element.querySelector("[data-cancel]").addEventListener("click", onCancel);
  element.querySelector("[data-retry]").addEventListener("click", onRetry);
  element.querySelector("[data-dismiss-row]").addEventListener("click", () => element.remove());

  return {
    element,
    waiting: () => show("waiting", "Waiting for its turn"),
    sending(part, words) {
      progress.value = part;
      show("sending", `${Math.floor(part * 100)} % · ${words}`);
    },
    finishing() {
      progress.removeAttribute("value");
      show("finishing", "Finishing…");
    },
    refused: (sentence) => show("refused", sentence),
    failed(sentence, link = null) {
      show("failed", sentence);
      if (link) text.append(" ", anchor(link));
    },
    remove: () => element.remove(),
  };
}

function anchor({ href, text }) {
  return Object.assign(document.createElement("a"), { href, textContent: text, target: "_blank" });
}
