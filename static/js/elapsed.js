// Counts on how long something has taken: [data-elapsed] holds the seconds when it was drawn. The words are those of
// templatetags/following.py. Only this computer's clock is compared with itself, as it may differ from the server's.
const drawn = new WeakMap();

export function countElapsed() {
  const tell = () => document.querySelectorAll("[data-elapsed]").forEach(show);
  tell();
  document.body.addEventListener("htmx:load", ({ detail: { elt } }) => elt.querySelectorAll("[data-elapsed]").forEach(show));
  setInterval(() => document.hidden || tell(), 1000);
}

function show(element) {
  if (!drawn.has(element)) drawn.set(element, Date.now());
  const text = inWords(Number(element.dataset.elapsed) + Math.floor((Date.now() - drawn.get(element)) / 1000));
  if (element.textContent !== text) element.textContent = text;
}

function inWords(seconds) {
  const hours = Math.floor(seconds / 3600);
  const parts = [[hours, "h"], [Math.floor(seconds / 60) % 60, "min"], [hours ? 0 : seconds % 60, "s"]];
  return parts.filter(([number]) => number).map(([number, unit]) => `${number}\u00a0${unit}`).join(" ") || "0\u00a0s";
}
