// A recording that is added here shows up among the choices, and is chosen once Jogg has it; one that is here
// already is chosen at once.
import { startUploads } from "../upload/uploads.js";

export function takeRecordings(chooseSource) {
  startUploads({
    onTaken: () => chooseSource("audio"),
    onReceived: (html) => refresh(rootOf(html, "[id^=asset-]").id.replace("asset-", "")),
    onKnown: (html) => choose(rootOf(html, "[data-here]")?.dataset.here),
  });
}

function choose(id) {
  if (id) refresh(id);
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
