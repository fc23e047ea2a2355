// One stop for the Tab key among the stars, and one among the voices' samples: those of the chosen avatar or voice,
// else of the first. Whoever walks through the choices with the arrow keys finds them one Tab further.
const ROWS = ["#avatar-gallery .pick", "#voice-list .row"];

export function keepOneStop(form) {
  const update = () => ROWS.forEach((rows) => stopOnce([...form.querySelectorAll(rows)]));
  form.addEventListener("change", update);
  form.addEventListener("focusin", ({ target }) => target.closest(".pick, .row") && update());
  form.addEventListener("htmx:afterSettle", update);
  update();
}

function stopOnce(rows) {
  const current = rows.find(isCurrent) ?? rows.find((row) => row.querySelector("[type=radio]:checked")) ?? rows[0];
  for (const row of rows) {
    row.querySelectorAll("[data-star], [data-sample]").forEach((button) => (button.tabIndex = row === current ? 0 : -1));
  }
}

function isCurrent(row) {
  return row.contains(document.activeElement);
}
