// Counts down what is still to be waited for: [data-until] holds the moment. The words are those of templatetags/ui.py.
export function countDown() {
  setInterval(() => document.hidden || document.querySelectorAll("[data-until]").forEach(tell), 1000);
}

function tell(element) {
  const text = inWords((new Date(element.dataset.until) - Date.now()) / 1000);
  if (element.textContent !== text) element.textContent = text;
}

function inWords(seconds) {
  if (seconds <= 0) return "any moment now";
  const [number, unit] = seconds <= 90 ? [Math.ceil(seconds / 10) * 10, "s"] : [Math.ceil(seconds / 60), "min"];
  return `about ${number}\u00a0${unit}`;
}
