// Skims through a video's frames: by where the pointer is over its picture, and one after the other
// while its row has the keyboard's focus. The frames are fetched when they are first wanted.
const EVERY = 600;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let timer = 0;

export function watchScrubbing() {
  document.addEventListener("pointermove", ({ target, clientX }) => {
    const scrub = scrubIn(target.closest?.(".thumb"));
    if (!scrub) return;
    const { left, width } = scrub.parentElement.getBoundingClientRect();
    show(scrub, Math.floor(((clientX - left) / width) * count(scrub)));
  });
  document.addEventListener("pointerout", ({ target, relatedTarget }) => {
    const thumb = target.closest?.(".thumb");
    if (!thumb?.contains(relatedTarget)) hide(scrubIn(thumb));
  });
  document.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && play(scrubIn(target.closest("li"))));
  document.addEventListener("focusout", ({ target }) => {
    clearInterval(timer);
    hide(scrubIn(target.closest("li")));
  });
}

function play(scrub) {
  clearInterval(timer);
  if (!scrub) return;
  let number = calm.matches ? Math.floor(count(scrub) / 2) : 0;
  show(scrub, number);
  if (!calm.matches) timer = setInterval(() => show(scrub, (number = (number + 1) % count(scrub))), EVERY);
}

function show(scrub, number) {
  const frames = scrub.querySelector("image");
  if (!frames.hasAttribute("href")) {
    frames.addEventListener("load", () => scrub.classList.add("scrub--ready"), { once: true });
    frames.setAttribute("href", scrub.dataset.scrub);
  }
  const within = Math.min(Math.max(number, 0), count(scrub) - 1);
  frames.setAttribute("x", -within * scrub.viewBox.baseVal.width);
  scrub.dataset.frame = within;
}

function hide(scrub) {
  if (scrub) delete scrub.dataset.frame;
}

function count(scrub) {
  return Number(scrub.dataset.frames);
}

function scrubIn(element) {
  return element?.querySelector("[data-scrub]");
}
