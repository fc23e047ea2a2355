// Keeps moving things up to date: asks while something moves and somebody looks.
//
// [data-live="running"] asks for every [data-running] of the page in one request,
// [data-live="within"] redraws itself while it holds [data-moving]; data-live-every="4" at every fourth turn.
import { isSignedOut } from "./session.js";

const EVERY = 2000;
const SLOWEST = 30000;
const MOST_ROWS = 40; // as in jogg_dashboard/polling.py; more would not fit into a URL

let wait = EVERY;
let timer = 0;
let turn = 0;

export function keepLive() {
  const { body } = document;
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) body.addEventListener(name, slowDown);
  body.addEventListener("htmx:afterOnLoad", (event) => event.detail.successful && (wait = EVERY));
  body.addEventListener("htmx:configRequest", askInTurn);
  body.addEventListener("htmx:oobBeforeSwap", sparePlaying);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  later();
}

function tick() {
  turn += 1;
  if (!document.hidden && !isSignedOut()) {
    [...document.querySelectorAll("[data-live]")].filter(wantsNews).forEach((element) => htmx.trigger(element, "refresh"));
  }
  later();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(tick, wait);
}

function wantsNews(element) {
  if (element.matches(".htmx-request") || element.closest("[hidden]")) return false;
  if (turn % (element.dataset.liveEvery ?? 1)) return false;
  if (element.dataset.live === "within") return element.querySelector("[data-moving]");
  return document.querySelector("[data-running]");
}

// Of very many moving rows each request asks for some, and the next for the following ones.
function askInTurn({ detail: { elt, formData } }) {
  const rows = formData.getAll("running");
  if (!elt.matches("[data-live]") || rows.length <= MOST_ROWS) return;
  const start = (turn * MOST_ROWS) % rows.length;
  formData.delete("running");
  for (const row of [...rows, ...rows].slice(start, start + MOST_ROWS)) formData.append("running", row);
}

function slowDown(event) {
  if (event.detail.elt.matches("[data-live]")) wait = Math.min(wait * 2, SLOWEST);
}

// A player that plays is left alone, whatever the news.
function sparePlaying(event) {
  const players = [...event.detail.target.querySelectorAll("video, audio")];
  if (players.some((player) => !player.paused && !player.ended)) event.detail.shouldSwap = false;
}
