// A transparent video has no captions: the box says so and can't be ticked.
const TRANSPARENT = "3";

export function watchCaptions(form) {
  const box = form.querySelector("[name=caption]");
  const note = form.querySelector("[data-caption-note]");
  const show = () => {
    const transparent = form.elements.screen_style.value === TRANSPARENT;
    box.disabled = transparent;
    note.hidden = !transparent;
  };
  form.addEventListener("change", show);
  show();
}
