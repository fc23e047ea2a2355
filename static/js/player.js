// Plays recordings in place, one at a time. The waveform shows how far, and is where one goes to a place.
//
// Everything is found from the event, so that a player which news has replaced works as before.
import { clock } from "./clock.js";
import { toast } from "./toast.js";

const STEP = 5; // seconds
const KEYS = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP, PageUp: 6 * STEP, PageDown: -6 * STEP };
const NEWS = ["play", "pause", "ended", "timeupdate", "seeking", "durationchange"];

export function watchPlayers() {
  for (const name of NEWS) document.addEventListener(name, ({ target }) => show(target), true);
  document.addEventListener("play", ({ target }) => pauseOthers(target), true);
  document.addEventListener("error", ({ target }) => fail(target), true);
  document.addEventListener("click", toggle);
  document.addEventListener("pointerdown", follow);
  document.addEventListener("keydown", step);
}

function toggle({ target }) {
  const button = target.closest?.("[data-player-toggle]");
  if (!button) return;
  const audio = audioOf(button);
  // A failure arrives as the "error" event; this rejection also comes when another player takes over.
  if (audio.paused) audio.play().catch(() => {});
  else audio.pause();
}

function follow(event) {
  const wave = event.target.closest?.("[data-player-position]");
  if (!wave || event.button) return;
  const goThere = ({ clientX }) => {
    const { left, width } = wave.getBoundingClientRect();
    go(audioOf(wave), ((clientX - left) / width) * lengthOf(audioOf(wave)));
  };
  wave.setPointerCapture(event.pointerId);
  wave.addEventListener("pointermove", goThere);
  for (const end of ["pointerup", "pointercancel"]) {
    wave.addEventListener(end, () => wave.removeEventListener("pointermove", goThere), { once: true });
  }
  goThere(event);
}

function step(event) {
  const wave = event.target.closest?.("[data-player-position]");
  if (!wave || event.altKey || event.ctrlKey || event.metaKey) return;
  const audio = audioOf(wave);
  const places = { Home: 0, End: lengthOf(audio) };
  const place = event.key in KEYS ? audio.currentTime + KEYS[event.key] : places[event.key];
  if (place === undefined) return;
  event.preventDefault();
  go(audio, place);
}

function go(audio, seconds) {
  audio.currentTime = Math.min(Math.max(seconds, 0), lengthOf(audio));
  show(audio);
}

function show(audio) {
  const player = audio.closest?.("[data-player]");
  if (!player) return;
  const length = lengthOf(audio);
  const at = Math.min(audio.currentTime, length);
  showButton(player.querySelector("[data-player-toggle]"), !audio.paused && !audio.ended);
  fill(player.querySelectorAll("rect"), length ? at / length : 0);
  player.querySelector("[data-player-time]").textContent = `${clock(at)} / ${clock(length)}`;
  const wave = player.querySelector("[data-player-position]");
  wave.setAttribute("aria-valuemax", Math.round(length));
  wave.setAttribute("aria-valuenow", Math.round(at));
  wave.setAttribute("aria-valuetext", `${clock(at)} of ${clock(length)}`);
}

function showButton(button, isPlaying) {
  button.toggleAttribute("data-playing", isPlaying);
  button.setAttribute("aria-label", `${isPlaying ? "Pause" : "Play"} ${button.dataset.name}`);
}

function fill(bars, part) {
  bars.forEach((bar, number) => bar.classList.toggle("played", number < part * bars.length));
}

function pauseOthers(playing) {
  for (const other of document.querySelectorAll("audio, video")) if (other !== playing) other.pause();
}

function fail(audio) {
  const player = audio.closest?.("[data-player]");
  if (!player || audio.tagName !== "AUDIO") return;
  const { name } = player.querySelector("[data-player-toggle]").dataset;
  toast("error", `${name} can't be played here. Your browser may not know its format; the file itself is kept whole.`, { key: "player" });
}

// What was measured counts: of what a browser recorded, the file itself doesn't say how long it is.
function lengthOf(audio) {
  const measured = Number(audio.closest("[data-player]").dataset.length);
  return measured || (Number.isFinite(audio.duration) ? audio.duration : 0);
}

function audioOf(part) {
  return part.closest("[data-player]").querySelector("audio");
}
