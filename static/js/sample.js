// Plays samples in place, one at a time.
import { toast } from "./toast.js";

const player = new Audio();
let playing = "";

export function watchSamples() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sample]");
    if (button) toggle(button.dataset.sample);
  });
  player.addEventListener("ended", () => show(""));
  player.addEventListener("error", fail);
  document.body.addEventListener("htmx:afterSettle", () => show(playing));
}

function toggle(url) {
  if (url === playing) {
    player.pause();
    show("");
    return;
  }
  show(url);
  player.src = url;
  // A failure arrives as the "error" event; this rejection also comes when another sample takes over.
  player.play().catch(() => {});
}

function show(url) {
  playing = url;
  document.querySelectorAll("[data-sample]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.sample === url));
  });
}

function fail() {
  if (!playing) return;
  show("");
  toast("error", "This sample can't be played just now. Try again in a moment.", { key: "sample" });
}
