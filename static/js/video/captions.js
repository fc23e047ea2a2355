// A transparent video has no captions: the box is off, says so and can't be ticked; later it is as it was.
const TRANSPARENT = "3";

export function watchCaptions(form) {
  const box = form.querySelector("[name=caption]");
  const note = form.querySelector("[data-caption-note]");
  let wanted = box.checked;
  const show = () => {
    const transparent = form.elements.screen_style.value === TRANSPARENT;
    if (!box.disabled) wanted = box.checked;
    box.disabled = transparent;
    box.checked = wanted && !transparent;
    note.hidden = !transparent;
  };
  form.addEventListener("change", show);
  show();
}
