// Plays the takes of one script in step, by one set of controls.
//
// The longest take that still runs leads. Each frame the others are compared with it: a small drift is made good
// by playing a little faster or slower, a large one by a jump. While one waits for its data, all wait.
import { clock } from "./clock.js";

const STEP = 5; // seconds
const CLOSE = 0.015; // seconds; a drift that nobody sees
const FAR = 0.12; // seconds; more than that is jumped
const MOST_HASTE = 0.25; // of the normal pace
const GAIN = 5; // haste for each second of drift
const END = 0.05; // seconds before its end from which a take counts as over
const MOVES = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP };

const group = document.querySelector("[data-takes]");
const takes = [...group.querySelectorAll("[data-take]")];
const bar = group.querySelector("[data-takes-bar]");
const toggle = bar.querySelector("[data-takes-toggle]");
const position = bar.querySelector("[data-takes-position]");
const time = bar.querySelector("[data-takes-time]");
let isPlaying = false;

if (takes.length) begin();

function begin() {
  bar.hidden = false;
  takes.forEach((take, number) => {
    take.controls = false;
    sound(take, number === 0);
    take.addEventListener("click", playOrPause);
    take.addEventListener("loadedmetadata", show);
  });
  toggle.addEventListener("click", playOrPause);
  position.addEventListener("input", () => go(Number(position.value)));
  group.addEventListener("keydown", press);
  group.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-take-sound]");
    if (button) sound(takeOf(button), takeOf(button).muted);
  });
  show();
}

function playOrPause() {
  isPlaying = !isPlaying;
  if (isPlaying && takes.every(isOver)) go(0);
  if (isPlaying) keepInStep();
  else takes.forEach((take) => take.pause());
  show();
}

function keepInStep() {
  if (!isPlaying) return;
  const running = takes.filter((take) => !isOver(take));
  if (!running.length) {
    playOrPause();
    return;
  }
  const isHeld = !running.every(isReady);
  // One that waits for its data goes on wanting to play, or its browser might not fetch any.
  running.forEach((take) => (isHeld && isReady(take) ? take.pause() : start(take)));
  if (!isHeld) align(running);
  show();
  requestAnimationFrame(keepInStep);
}

function align(running) {
  const [leader, ...others] = [...running].sort((one, other) => other.duration - one.duration);
  leader.playbackRate = 1;
  for (const take of others) {
    const drift = leader.currentTime - take.currentTime;
    if (Math.abs(drift) > FAR) take.currentTime = Math.min(leader.currentTime, take.duration);
    take.playbackRate = Math.abs(drift) < CLOSE ? 1 : 1 + Math.min(Math.max(GAIN * drift, -MOST_HASTE), MOST_HASTE);
  }
}

function start(take) {
  if (!take.paused) return;
  // Refused where the browser wants a click first, or broken off by a pause: then it is told as not playing.
  take.play().catch(({ name }) => name === "NotAllowedError" && isPlaying && playOrPause());
}

function press(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const at = seconds();
  const places = { Home: 0, End: length() };
  if (event.key === " " && !event.target.closest("button, a")) playOrPause();
  else if (event.key in MOVES) go(at + MOVES[event.key]);
  else if (event.key in places) go(places[event.key]);
  else return;
  event.preventDefault();
}

function go(to) {
  const place = Math.min(Math.max(to, 0), length());
  for (const take of takes) if (lengthOf(take)) take.currentTime = Math.min(place, take.duration);
  show(place);
}

function sound(take, isOn) {
  take.muted = !isOn;
  take.closest(".take").querySelector("[data-take-sound]").setAttribute("aria-pressed", isOn);
}

function show(at) {
  const place = typeof at === "number" ? at : seconds();
  toggle.toggleAttribute("data-playing", isPlaying);
  toggle.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  position.max = length();
  position.value = place;
  position.setAttribute("aria-valuetext", `${clock(place)} of ${clock(length())}`);
  time.textContent = `${clock(place)} / ${clock(length())}`;
}

function isReady(take) {
  return take.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA && !take.seeking;
}

// One that can't be played at all holds nobody up.
function isOver(take) {
  return Boolean(take.error) || take.ended || (lengthOf(take) > 0 && take.currentTime >= take.duration - END);
}

function seconds() {
  return Math.max(...takes.map((take) => take.currentTime));
}

function length() {
  return Math.max(...takes.map(lengthOf));
}

function lengthOf(take) {
  return Number.isFinite(take.duration) ? take.duration : 0;
}

function takeOf(button) {
  return button.closest(".take").querySelector("[data-take]");
}
