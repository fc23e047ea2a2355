// Tells how videos have ended, on whatever page somebody is: as a notice, or by the browser while the page is hidden.
//
// The server says it of the last seconds, so more than once and in every tab; what was told is kept in the browser.
import { announce } from "./announce.js";
import { mayNotify } from "./notices.js";

const MOST_SHOWN = 3;
const MOST_KEPT = 300;
const TOLD = "told-videos";
const LOOKED = "looked-at";
const LOOKING = 6000; // milliseconds since a visible tab last asked

const title = document.title;
let missed = 0;

export function keepNews() {
  const news = document.getElementById("news");
  if (!news) return;
  document.body.addEventListener("htmx:oobAfterSwap", ({ detail: { target } }) => target.id === "news" && tellAll());
  document.addEventListener("visibilitychange", lookAgain);
}

function tellAll() {
  if (!document.hidden) localStorage.setItem(LOOKED, Date.now());
  const fresh = [...document.querySelectorAll("#news [data-news]")].filter(({ dataset }) => isNew(dataset.news));
  const unseen = fresh.filter((template) => !isOnPage(template));
  fresh.forEach(tell);
  if (unseen.length > MOST_SHOWN) show(together(unseen));
  else unseen.forEach((template) => show(notice(template)));
}

function tell(template) {
  const words = template.content.querySelector("[data-words]").textContent;
  if (document.hidden && !isLookedAtElsewhere()) notify(template.dataset, words);
  if (isOnPage(template)) announce(words); // it is seen where it stands
}

function isOnPage({ dataset: { video } }) {
  return Boolean(document.getElementById(video) ?? document.getElementById(`batch-${video}`));
}

function notice(template) {
  return template.content.firstElementChild.cloneNode(true);
}

// Of very many at once, as after a sleep, one notice leads to the list; what ends later is added to it.
function together(templates) {
  const before = document.querySelector("#toasts [data-together]");
  const count = templates.length + Number(before?.dataset.together ?? 0);
  before?.remove();
  const one = notice(templates[0]);
  one.dataset.together = count;
  const link = one.querySelector("a");
  one.className = "toast toast--info toast--video";
  one.firstElementChild.remove();
  one.querySelector("[data-words]").textContent = `${count} of your videos have come to an end.`;
  link.href = document.getElementById("news").dataset.list;
  link.textContent = "Look at them";
  return one;
}

function show(element) {
  const region = document.getElementById("toasts");
  const shown = region.querySelectorAll(".toast--video");
  if (shown.length >= MOST_SHOWN) shown[0].remove();
  region.append(element);
}

function notify({ news, url, picture }, words) {
  missed += 1;
  document.title = `(${missed}) ${title}`;
  if (!mayNotify()) return;
  try {
    const note = new Notification(words, { tag: news, icon: picture });
    note.addEventListener("click", () => {
      window.focus();
      location.assign(url);
    });
  } catch {
    // Some browsers on phones have it, but only for installed pages.
  }
}

function isLookedAtElsewhere() {
  return Date.now() - Number(localStorage.getItem(LOOKED)) < LOOKING;
}

// Read and written without a pause in between, so that two tabs hardly ever tell the same.
function isNew(key) {
  const told = JSON.parse(localStorage.getItem(TOLD) ?? "[]");
  if (told.includes(key)) return false;
  localStorage.setItem(TOLD, JSON.stringify([...told, key].slice(-MOST_KEPT)));
  return true;
}

// Whoever comes back has seen it; and something may have begun elsewhere meanwhile.
function lookAgain() {
  if (document.hidden) return;
  missed = 0;
  document.title = title;
  document.getElementById("news").dataset.moving = "";
}
