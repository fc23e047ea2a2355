// Keeps "20 min ago" true while the page stays open: [data-since] holds the moment. The words are those of
// videos/templatetags/ages.py.
const MINUTE = 60000;
const UNITS = [[1440, "d"], [60, "h"], [1, "min"]];

export function keepAges() {
  setInterval(() => document.querySelectorAll("[data-since]").forEach(tell), MINUTE / 2);
}

function tell(element) {
  element.textContent = inWords(Math.floor((Date.now() - new Date(element.dataset.since)) / MINUTE));
}

function inWords(minutes) {
  if (minutes < 1) return "just now";
  const [size, unit] = UNITS.find(([size]) => minutes >= size);
  return `${Math.floor(minutes / size)}\u00a0${unit} ago`;
}
