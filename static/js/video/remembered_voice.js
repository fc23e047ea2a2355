// The voice that spoke last for an avatar is chosen with it, as long as nobody has chosen a voice in this form.
// #voice-list knows them: data-remembered is {"<type>:<id>": "<voice>"}.
export function rememberVoices(form) {
  const note = form.querySelector("[data-remembered-note]");
  let free = form.querySelector("[name=voice_id]:checked") === null;
  let wanted = "";

  const show = (name) => {
    note.hidden = !name;
    note.textContent = name ? `As last time with ${name}` : "";
  };
  const choose = () => {
    const radio = [...form.querySelectorAll("[name=voice_id]")].find(({ value }) => value === wanted);
    if (!radio) return false;
    wanted = "";
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  form.addEventListener("change", ({ target, isTrusted }) => {
    if (target.name === "voice_id" && isTrusted) {
      free = false;
      show("");
    }
    if (target.name !== "avatar_id" || !free) return;
    wanted = voiceOf(target);
    show(wanted && target.dataset.label);
    if (!wanted) forget(form);
    else if (!choose()) fetchVoice(wanted);
  });
  form.addEventListener("htmx:afterSettle", () => wanted && choose());
}

function voiceOf(avatar) {
  const remembered = JSON.parse(document.getElementById("voice-list").dataset.remembered || "{}");
  return remembered[`${avatar.dataset.type}:${avatar.value}`] ?? "";
}

// Another avatar's voice would be a wrong guess for this one.
function forget(form) {
  const chosen = form.querySelector("[name=voice_id]:checked");
  if (!chosen) return;
  chosen.checked = false;
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
}

// The list shows a part only; the one that is asked for as chosen comes first.
function fetchVoice(voice) {
  const list = document.getElementById("voice-list");
  const url = `${list.getAttribute("hx-get")}?${new URLSearchParams({ voice_id: voice })}`;
  htmx.ajax("GET", url, { source: list, target: list, swap: "outerHTML" });
}
