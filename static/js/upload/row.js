// The line of one file on its way here; its states are in the template and the style sheet.
import { fragment } from "./fragment.js";

export function createRow(name, { onCancel, onRetry, onAnyway, onDismiss }) {
  const element = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  const text = element.querySelector("[data-text]");
  const known = element.querySelector("[data-known]");
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
  element.querySelector("[data-anyway]").addEventListener("click", onAnyway);
  element.querySelector("[data-dismiss-row]").addEventListener("click", onDismiss ?? (() => element.remove()));

  return {
    element,
    waiting: () => show("waiting", "Waiting for its turn"),
    looking: () => show("waiting", "Looking whether it is here already"),
    sending(part, words) {
      progress.value = part;
      show("sending", `${Math.floor(part * 100)} % · ${words}`);
    },
    finishing() {
      progress.removeAttribute("value");
      show("finishing", "Finishing…");
    },
    // Returns the sentence, for who listens to the page.
    duplicate(html) {
      known.replaceChildren(fragment(html));
      known.querySelectorAll("a").forEach((link) => (link.target = "_blank"));
      show("duplicate", "");
      return known.querySelector("p").textContent.trim();
    },
    refused: (sentence) => show("refused", sentence),
    failed(sentence, ...links) {
      show("failed", sentence);
      for (const link of links) text.append(" ", anchor(link));
    },
    remove: () => element.remove(),
  };
}

// A link with `download` saves what it leads to under that name.
function anchor({ href, text, download }) {
  const place = download ? { download } : { target: "_blank" };
  return Object.assign(document.createElement("a"), { href, textContent: text, ...place });
}
