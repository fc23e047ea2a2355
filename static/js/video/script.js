// The script: how long it is, and pasted text without what can't be seen.
import { clock, secondsOfScript, wordsIn } from "./estimate.js";
import { rules } from "./rules.js";

const NOTHING = new RegExp(`[${rules.cleaned.nothing}]`, "gu");
const SPACES = new RegExp(`[${rules.cleaned.spaces}]`, "gu");
const BREAKS = new RegExp(`[${rules.cleaned.breaks}]`, "gu");
const CLEANED = "What can't be seen, such as soft hyphens and fixed spaces, was taken out of the pasted text. Ctrl+Z takes the text back.";

export function watchScript(form) {
  const { script } = form.elements;
  const line = form.querySelector("[data-script-length]");
  const show = () => (line.textContent = describe(form));
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  script.addEventListener("paste", (event) => paste(event, tell(form)));
  script.addEventListener("input", ({ inputType }) => inputType !== "insertText" && tell(form)(""));
  show();
}

// Returns a function that writes a sentence below the script.
export function tell(form) {
  const note = form.querySelector("[data-script-note]");
  return (sentence) => {
    if (note.textContent !== sentence) note.textContent = sentence;
  };
}

// Puts a text in place of what is selected. As the browser itself does it, Ctrl+Z undoes it.
export function insert(field, text) {
  field.focus();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function cleaned(text) {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(BREAKS, "\n");
  return lines.replace(SPACES, " ").replace(NOTHING, "");
}

function paste(event, say) {
  const text = event.clipboardData.getData("text/plain");
  if (text) event.stopPropagation(); // Word adds a picture of its text, which is no recording
  if (!text || cleaned(text) === text.replaceAll("\r\n", "\n")) return;
  event.preventDefault();
  insert(event.target, cleaned(text));
  say(CLEANED);
}

function describe(form) {
  const words = wordsIn(form.elements.script.value);
  if (!words) return "";
  const count = Math.ceil(words);
  const seconds = Math.max(1, Math.floor(secondsOfScript(form) + 0.5));
  return `${count} ${count === 1 ? "word" : "words"}, about ${clock(seconds)} spoken`;
}
