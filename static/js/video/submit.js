// A second click must not order a second video.
export function sendOnce(form) {
  // Not querySelector: the stars and filters inside belong to forms of their own.
  const button = [...form.elements].find((control) => control.matches("button:not([type=button])"));
  form.addEventListener("submit", () => {
    // Later, because a button that is disabled during the event may stop the form.
    setTimeout(() => (button.disabled = true));
  });
  addEventListener("pageshow", () => (button.disabled = false));
}
