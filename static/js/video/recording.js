// A recording that is added here shows up among the choices, and is chosen once it is here; one that is here
// already is chosen at once.
import { announce } from "../announce.js";
import { startUploads } from "../upload/uploads.js";

const UNDER_WAY = ["waiting", "sending", "finishing"];

// takeElsewhere(file) says whether a file was none for here. Returns whether a recording is still on its way to being
// chosen: as a function that gives "yes", "no" or, where it won't come any more, "lost".
export function takeRecordings(form, chooseSource, takeElsewhere) {
  let awaited = "";
  const choose = (id) => {
    if (!id) return;
    awaited = id;
    refresh(id);
  };
  startUploads({
    takeElsewhere,
    onTaken: () => chooseSource("audio"),
    onReceived: (html) => choose(rootOf(html, "[id^=asset-]").id.replace("asset-", "")),
    onKnown: (html) => choose(rootOf(html, "[data-here]")?.dataset.here),
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (awaited && document.getElementById(`audio-${awaited}`)) awaited = "";
  });
  watchChosen(form);
  return () => standing(form, awaited);
}

// What the server chooses, such as what was just added, counts like a choice by hand. Looking into a recording may tell
// that Jogg refuses it: the reason stands beside it, and is said once.
function watchChosen(form) {
  const radio = () => form.querySelector("[name=audio]:checked");
  let chosen = radio()?.id ?? "";
  const look = ({ type }) => {
    const before = chosen && document.getElementById(chosen);
    const isNew = radio() !== null && radio().id !== chosen;
    chosen = radio()?.id ?? "";
    if (isNew && type !== "change") radio().dispatchEvent(new Event("change", { bubbles: true }));
    if (before?.disabled) announce(before.closest("li").querySelector(".row__text").textContent.replace(/\s+/g, " ").trim());
  };
  form.addEventListener("change", look);
  document.body.addEventListener("htmx:afterSettle", look);
}

function standing(form, awaited) {
  if (form.elements.voice_source.value !== "audio") return "no";
  const rows = [...document.querySelectorAll("[data-upload-rows] .upload")];
  if (awaited || rows.some(({ dataset }) => UNDER_WAY.includes(dataset.state))) return "yes";
  const chosen = form.querySelector("[name=audio]:checked");
  if (chosen) return "becoming" in chosen.dataset ? "yes" : "no";
  return "lost";
}

function refresh(id) {
  const choices = document.getElementById("audio-choices");
  const url = new URL(choices.getAttribute("hx-get"), location.href);
  url.searchParams.set("audio", id);
  htmx.ajax("GET", url.pathname + url.search, { target: "#audio-choices", swap: "outerHTML" });
}

function rootOf(html, selector) {
  return new DOMParser().parseFromString(html, "text/html").querySelector(selector);
}
