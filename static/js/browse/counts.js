// Counts anew what each filter leaves when rows have come or moved on, once for all that happens within a moment.
const WAIT = 1000;

let timer = 0;

export function keepCounts() {
  document.body.addEventListener("htmx:oobAfterSwap", ({ target }) => target.matches("[data-selectable], [data-selectable] > *") && recount());
}

export function recount() {
  timer ||= setTimeout(() => {
    timer = 0;
    htmx.trigger(".results__head", "recount");
  }, WAIT);
}
