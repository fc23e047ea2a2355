// The video before it is made: shape, portrait, background, and the captions' first words.
const CAPTION_WORDS = 6;
const NOTES = {
  2: "The green is Jogg's, and so is the cut around the avatar: here you see only where it will be.",
  3: "The squares stand for what you see through. Jogg cuts the avatar out: here you see only where it will be.",
};

export function keepPreview(form) {
  const preview = document.getElementById("preview");
  const show = () => draw(form, preview);
  form.addEventListener("change", show);
  form.addEventListener("input", show);
  document.body.addEventListener("htmx:afterSettle", show);
  show();
}

function draw(form, preview) {
  const ground = form.elements.screen_style.value;
  preview.dataset.ratio = form.elements.aspect_ratio.value;
  preview.dataset.ground = ground;
  preview.querySelector("[data-preview-note]").textContent = NOTES[ground] ?? "";
  drawPortrait(preview.querySelector("[data-portrait]"), cardOf(form)?.querySelector("img"));
  drawCaptions(form, preview.querySelector("[data-captions]"));
}

// The picture that the gallery has loaded is shown again, so nothing is fetched for it.
function drawPortrait(portrait, picture) {
  portrait.hidden = !picture;
  if (picture && portrait.src !== picture.src) portrait.src = picture.src;
}

function drawCaptions(form, place) {
  const { caption } = form.elements;
  const words = caption.checked && !caption.disabled ? spoken(form) : "";
  place.hidden = !words;
  place.textContent = words;
}

function spoken(form) {
  if (form.elements.voice_source.value === "audio") return form.querySelector("[name=audio]:checked") ? "What the recording says" : "";
  return form.elements.script.value.trim().split(/\s+/).slice(0, CAPTION_WORDS).join(" ");
}

function cardOf(form) {
  return form.querySelector("[name=avatar_id]:checked")?.closest("label");
}
