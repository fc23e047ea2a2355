// What the recorder's dialog shows. Which parts are to be seen in which state is in the style sheet.
export function createView(dialog) {
  const part = (name) => dialog.querySelector(`[data-record-${name}]`);
  const meter = part("meter");
  const note = part("note");
  const player = part("player");
  const devices = part("devices");
  player.addEventListener("loadedmetadata", () => findLength(player));

  return {
    part,
    get state() {
      return dialog.dataset.state;
    },
    // The button that had the focus may be gone in the new state, or be only what the dialog opened with; the one to go
    // on with gets it.
    show(state) {
      dialog.dataset.state = state;
      const focused = document.activeElement;
      if (!dialog.contains(focused) || !focused.checkVisibility() || focused.matches("[data-record-action=close]")) {
        [...dialog.querySelectorAll("[data-record-first]")].find((button) => button.checkVisibility())?.focus();
      }
    },
    level: (level) => (meter.value = level),
    time: (seconds) => (part("time").textContent = clock(seconds)),
    note(sentence) {
      if (note.textContent !== sentence) note.textContent = sentence;
    },
    listen(blob) {
      const before = player.src;
      if (blob) player.src = URL.createObjectURL(blob);
      else player.removeAttribute("src");
      player.load(); // lets go of the one before
      URL.revokeObjectURL(before);
    },
    devices(all, chosen) {
      part("device-field").hidden = all.length < 2;
      devices.replaceChildren(...all.map((device, number) => option(device, number, chosen)));
    },
  };
}

// What was just recorded doesn't say how long it is; a browser finds out by going to its end.
function findLength(player) {
  if (player.duration !== Infinity) return;
  player.addEventListener("durationchange", () => (player.currentTime = 0), { once: true });
  player.currentTime = Number.MAX_SAFE_INTEGER;
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function option({ deviceId, label }, number, chosen) {
  return new Option(label || `Microphone ${number + 1}`, deviceId, false, deviceId === chosen);
}
