// The browser's own notices: asked for by a button only, and switched off by another.
const CHOSEN = "tells-by-browser";

export function mayNotify() {
  return "Notification" in window && Notification.permission === "granted" && localStorage.getItem(CHOSEN) === "on";
}

export function watchNotices() {
  const box = document.getElementById("notices");
  if (!box) return;
  box.addEventListener("click", async ({ target }) => {
    const choice = target.closest("[data-notices]")?.dataset.notices;
    if (choice === "on" && "Notification" in window) await Notification.requestPermission();
    if (choice) localStorage.setItem(CHOSEN, choice);
    if (choice) show(box);
  });
  show(box);
}

function show(box) {
  const isOn = mayNotify();
  const [on, off] = ["on", "off"].map((choice) => box.querySelector(`[data-notices="${choice}"]`));
  const hadFocus = box.contains(document.activeElement);
  on.hidden = isOn;
  off.hidden = !isOn;
  if (hadFocus) (isOn ? off : on).focus();
  box.querySelector("[data-notices-words]").textContent = wordsFor(isOn);
}

function wordsFor(isOn) {
  if (!("Notification" in window) || !isSecureContext) return "This browser shows no notices for this address. It needs an address that begins with https.";
  if (isOn) return "Your browser tells you while this dashboard is open in a tab.";
  if (Notification.permission === "denied") return "Your browser was told not to show notices of this address. Allow them in its settings for this site.";
  return "";
}
