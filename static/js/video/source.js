// Script or recording: the part that was not chosen is hidden and not sent, but keeps what it holds.
// Returns a function that chooses a part.
export function watchSource(form) {
  const radios = [...form.querySelectorAll("[data-source]")];
  const show = () => {
    const chosen = radios.find((radio) => radio.checked).value;
    form.querySelectorAll("[data-source-part]").forEach((part) => {
      part.hidden = part.dataset.sourcePart !== chosen;
      if (part.matches("fieldset")) part.disabled = part.hidden;
    });
  };
  radios.forEach((radio) => radio.addEventListener("change", show));
  show();

  return (value) => {
    radios.find((radio) => radio.value === value).checked = true;
    show();
    form.dispatchEvent(new Event("change"));
  };
}
