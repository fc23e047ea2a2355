// The video takes its avatar's own shape, until somebody chooses another one.
export function followAvatar(form) {
  let chosen = begunOtherwise(form);
  form.addEventListener("change", ({ target, isTrusted }) => {
    if (target.name === "aspect_ratio" && isTrusted) chosen = true;
    if (target.name === "avatar_id" && !chosen) take(form, shapeOf(target));
  });
}

// A draft, or another video's choices, may have a shape of its own.
function begunOtherwise(form) {
  const avatar = form.querySelector("[name=avatar_id]:checked");
  return avatar !== null && shapeOf(avatar) !== form.elements.aspect_ratio.value;
}

function shapeOf(avatar) {
  return avatar.dataset.ratio ?? "";
}

function take(form, shape) {
  const radio = [...form.querySelectorAll("[name=aspect_ratio]")].find(({ value }) => value === shape);
  if (!radio || radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}
