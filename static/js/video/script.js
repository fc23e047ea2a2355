// How long a script is, and about how long it takes to say.
const WORDS_PER_SECOND = 2.5;
const SIGNS_PER_SECOND = 4.5;
const SIGNS = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu;

export function watchScriptLength(form) {
  const script = form.elements.script;
  const line = form.querySelector("[data-script-length]");
  const show = () => (line.textContent = describe(script.value));
  script.addEventListener("input", show);
  show();
}

function describe(text) {
  const signs = text.match(SIGNS)?.length ?? 0;
  const words = text.replace(SIGNS, " ").match(/\S+/g)?.length ?? 0;
  if (!signs && !words) return "";
  const seconds = Math.max(1, Math.round(words / WORDS_PER_SECOND + signs / SIGNS_PER_SECOND));
  const minutes = Math.floor(seconds / 60);
  const count = words + signs;
  return `${count} ${count === 1 ? "word" : "words"}, about ${minutes}:${String(seconds % 60).padStart(2, "0")} spoken`;
}
