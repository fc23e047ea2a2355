// The video takes its avatar's own shape, until somebody chooses another one.
export function followAvatar(form) {
  let chosen = begunOtherwise(form);
  form.addEventListener("change", ({ target, isTrusted }) => {
    if (target.name === "aspect_ratio" && isTrusted) chosen = true;
    if (target.name === "avatar_id" && !chosen) take(form, shapeOf(target));
  });
  const avatar = form.querySelector("[name=avatar_id]:checked");
  if (avatar && !chosen) take(form, shapeOf(avatar)); // chosen before this script was there
}

// A draft, or another video's choices, may have a shape of its own.
function begunOtherwise(form) {
  const avatar = form.querySelector("[name=avatar_id]:checked");
  const shape = form.querySelector("[name=aspect_ratio]:checked");
  const isByHand = shape !== null && !shape.defaultChecked;
  return isByHand || (avatar?.defaultChecked === true && shapeOf(avatar) !== shape?.value);
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
