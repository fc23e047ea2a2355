// What is chosen so far, beside the form.
export function keepSummary(form) {
  const show = () => form.querySelectorAll("[data-summary]").forEach((place) => write(form, place));
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

function chosen(form, name) {
  return form.querySelector(`[name="${name}"]:checked`)?.dataset.label ?? "";
}

function beginning(form) {
  const words = form.elements.script.value.trim();
  return words.length > 60 ? `${words.slice(0, 60)}…` : words;
}
