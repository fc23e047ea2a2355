// Buttons that put a text into the clipboard.
import { announce } from "./announce.js";
import { toast } from "./toast.js";

const SHOWN = 2000;

export function watchCopyButtons() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
}

async function copy(button) {
  if (await write(button.dataset.copy)) confirm(button);
  else toast("error", "Your browser did not allow copying. Select the link and copy it by hand.", { key: "copy" });
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeTheOldWay(text);
  }
}

// Without https (other than on localhost) there is no navigator.clipboard.
function writeTheOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hidden-text";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

function confirm(button) {
  const word = button.querySelector("[data-copy-word]");
  word.textContent = "Copied";
  announce("Copied");
  setTimeout(() => (word.textContent = "Copy"), SHOWN);
}
