// One stop for the Tab key among the voices' samples: that of the chosen voice, else the first.
export function keepOneStop(form) {
  const update = () => {
    const rows = [...form.querySelectorAll("#voice-list .row")];
    const current = rows.find((row) => row.querySelector("[type=radio]").checked) ?? rows[0];
    for (const row of rows) {
      const button = row.querySelector("[data-sample]");
      if (button) button.tabIndex = row === current ? 0 : -1;
    }
  };
  form.addEventListener("change", update);
  form.addEventListener("htmx:afterSettle", update);
  update();
}
