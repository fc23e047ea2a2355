// On a small screen the workbench is a bar at the foot; its button opens the preview above it.
export function watchPanel() {
  const bench = document.getElementById("workbench");
  const button = bench.querySelector("[data-panel-toggle]");
  const show = (open) => {
    bench.toggleAttribute("data-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(!bench.hasAttribute("data-open")));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !bench.hasAttribute("data-open") || document.querySelector("dialog[open]")) return;
    show(false);
    button.focus();
  });
}
