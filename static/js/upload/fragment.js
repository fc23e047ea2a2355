// A fragment of the server's as an element, its times in the reader's own zone and its htmx awake.
import { showLocal } from "../time.js";

export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const element = template.content.firstElementChild;
  showLocal(element);
  htmx.process(element);
  return element;
}
