// The library: a received file takes its place at the top of the list.
import { showLocal } from "../time.js";
import { startUploads } from "./uploads.js";

const list = document.getElementById("assets");

startUploads({ onReceived: putOnTop });

function putOnTop(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const row = template.content.firstElementChild;
  list.prepend(row);
  showLocal(row);
  htmx.process(row);
}
