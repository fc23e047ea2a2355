// Keeps moving things up to date: asks while something moves and somebody looks.
//
// [data-live="news"] asks for all that has changed of a person's videos, while #news says that any moves.
// [data-live="running"] asks for every [data-running] of the page in one request,
// [data-live="within"] redraws itself while it holds [data-moving]; data-live-every="4" at every fourth turn.
import { mayNotify } from "./notices.js";
import { isSignedOut } from "./session.js";

const EVERY = 1500; // so that what has changed is seen within 2 s
const SLOWEST = 30000;
const MOST_ROWS = 40; // as in jogg_dashboard/polling.py; more would not fit into a URL

// A hidden page only asks how videos end, and only where the browser may tell it.
const HIDDEN = '[data-live="news"]';

let wait = EVERY;
let timer = 0;
let turn = 0;

export function keepLive() {
  const { body } = document;
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) body.addEventListener(name, slowDown);
  body.addEventListener("htmx:afterOnLoad", (event) => event.detail.successful && (wait = EVERY));
  body.addEventListener("htmx:configRequest", askInTurn);
  body.addEventListener("htmx:beforeSwap", dropKnown);
  body.addEventListener("htmx:oobBeforeSwap", sparePlaying);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  later();
}

function tick() {
  turn += 1;
  if (!isSignedOut()) {
    [...document.querySelectorAll(document.hidden ? HIDDEN : "[data-live]")].filter(wantsNews).forEach((element) => htmx.trigger(element, "refresh"));
  }
  later();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(tick, wait);
}

function wantsNews(element) {
  if (element.matches(".htmx-request") || element.closest("[hidden]")) return false;
  if (document.hidden && !mayNotify()) return false;
  if (element.dataset.live === "news") return document.querySelector("#news[data-moving]");
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

// Changes are told for some seconds, and of more than a page shows: what it shows already, or not at all, is left out.
function dropKnown({ detail }) {
  if (!detail.requestConfig.elt.matches('[data-live="news"]') || detail.xhr.status !== 200) return;
  const answer = document.createElement("template");
  answer.innerHTML = detail.serverResponse;
  for (const fresh of answer.content.children) {
    const shown = document.getElementById(fresh.id);
    if (!shown || (fresh.dataset.version && fresh.dataset.version === shown.dataset.version)) fresh.dataset.known = "";
  }
  answer.content.querySelectorAll("[data-known]").forEach((known) => known.remove());
  detail.serverResponse = answer.innerHTML;
}

function slowDown(event) {
  if (event.detail.elt.matches("[data-live]")) wait = Math.min(wait * 2, SLOWEST);
}

// A player that plays is left alone, whatever the news.
function sparePlaying(event) {
  const players = [...event.detail.target.querySelectorAll("video, audio")];
  if (players.some((player) => !player.paused && !player.ended)) event.detail.shouldSwap = false;
}
