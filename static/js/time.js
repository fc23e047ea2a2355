// Times in the reader's own time zone, in the form the server uses.
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

export function keepTimesLocal() {
  showLocal(document.body);
  document.body.addEventListener("htmx:load", (event) => showLocal(event.detail.elt));
}

export function showLocal(root) {
  root.querySelectorAll("time[datetime]").forEach((element) => {
    const moment = new Date(element.dateTime);
    element.textContent = "seconds" in element.dataset ? exact.format(moment) : isToday(moment) ? clock.format(moment) : day.format(moment);
    element.title = full.format(moment);
  });
}

function isToday(moment) {
  return moment.toDateString() === new Date().toDateString();
}
