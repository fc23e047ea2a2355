// What is chosen so far, and what it comes to, beside the form.
import { clock, costText, estimate } from "./estimate.js";
import { rules } from "./rules.js";

export function keepSummary(form) {
  const show = () => {
    form.querySelectorAll("[data-summary]").forEach((place) => write(form, place));
    showEstimate(form, estimate(form));
  };
  form.addEventListener("change", show);
  form.addEventListener("input", show);
  document.body.addEventListener("htmx:afterSettle", show);
  show();
}

function write(form, place) {
  place.dataset.empty ??= place.textContent;
  place.textContent = READ[place.dataset.summary]?.(form) ?? (chosen(form, place.dataset.summary) || place.dataset.empty);
}

const READ = {
  caption: ({ elements: { caption } }) => (caption.checked && !caption.disabled ? "On" : "Off"),
  says: (form) => (form.elements.voice_source.value === "audio" ? chosen(form, "audio") : beginning(form)) || "Nothing yet",
};

function showEstimate(form, known) {
  const cost = known && costText(known);
  form.querySelector("[data-length]").textContent = known ? `about ${clock(known.seconds)}` : "Not known yet";
  form.querySelector("[data-credits]").textContent = known ? `${cost}${rules.whose}` : "Not known yet";
  form.querySelector("[data-cost]").textContent = known ? `about ${clock(known.seconds)} · ${cost}` : "";
}

function chosen(form, name) {
  return form.querySelector(`[name="${name}"]:checked`)?.dataset.label ?? "";
}

function beginning(form) {
  const words = form.elements.script.value.trim();
  return words.length > 60 ? `${words.slice(0, 61).replace(/^(.{30,})\s\S*$/s, "$1")}…` : words; // the last word whole
}
