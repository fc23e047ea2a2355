// A recording that is added here shows up among the choices, and is chosen once Jogg has it.
import { startUploads } from "../upload/uploads.js";

export function takeRecordings(chooseSource) {
  startUploads({
    onTaken: () => chooseSource("audio"),
    onReceived: (html) => refresh(idIn(html)),
  });
}

function refresh(id) {
  const choices = document.getElementById("audio-choices");
  const url = new URL(choices.getAttribute("hx-get"), location.href);
  url.searchParams.set("audio", id);
  htmx.ajax("GET", url.pathname + url.search, { target: "#audio-choices", swap: "outerHTML" });
}

function idIn(html) {
  const row = new DOMParser().parseFromString(html, "text/html").querySelector("[id^=asset-]");
  return row.id.replace("asset-", "");
}
