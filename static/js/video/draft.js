// The form keeps itself: a moment after a change, and when the page is left. What can't be kept is told, and the page
// then asks before it is closed.
import { isLogin, isSignedOut, renewToken } from "../session.js";
import { tellSignedOut } from "../troubles.js";

const PAUSE = 1200;
const RETRY = 10000;
const TICK = 1000;
const OFFLINE = "Not kept: the dashboard can't be reached. We go on trying.";
const SIGNED_OUT = "Not kept: your session has ended. Sign in again, then it is kept.";
const DISCARDED = "Not kept: this draft was discarded.";
const SENT = "This form was sent already.";

// Returns flush(), which keeps the form now and resolves to whether all is well, and stop(), after which nothing is kept.
export function keepDraft(form) {
  const view = createView(form);
  let dirty = false;
  let over = false;
  let timer = 0;
  let saving = Promise.resolve(true);

  function change({ target }) {
    if (over || !isChoice(form, target)) return;
    dirty = true;
    later(PAUSE);
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  }

  // One after the other, so that an older state never overwrites a newer one.
  function flush() {
    clearTimeout(timer);
    saving = saving.then(save);
    return saving;
  }

  async function save() {
    if (over) return true;
    const was = dirty;
    dirty = false;
    const outcome = await send(form).catch(() => ({ state: "offline" }));
    return settle(outcome, was);
  }

  function settle(outcome, was) {
    if (over) return true;
    const kept = KEPT.includes(outcome.state);
    if (!kept) {
      dirty ||= was;
      later(RETRY);
    }
    view.show(outcome);
    if (outcome.state === "saved") keepAddress(outcome.url);
    return kept;
  }

  function leave() {
    if (dirty && !over) send(form, { keepalive: true }).catch(() => {});
  }

  form.addEventListener("input", change);
  form.addEventListener("change", change);
  if ([...form.elements].some((field) => isChoice(form, field) && isChanged(field))) change({ target: form.elements.script });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) return leave();
    if (dirty && !over && (!isSignedOut() || (await renewToken().catch(() => false)))) flush();
  });
  addEventListener("beforeunload", (event) => dirty && !over && view.isTroubled() && event.preventDefault());
  addEventListener("pageshow", () => (over = false));
  document.getElementById("discard-draft").addEventListener("submit", () => (over = true));
  document.querySelector("[data-start-anew]")?.addEventListener("click", () => {
    document.getElementById("draft-offer").remove();
    document.getElementById("main").focus();
  });
  return { flush, stop: () => (over = true) };
}

const KEPT = ["saved", "empty", "sent", "discarded"];

// Filters and searches are fields, too, but no part of the video.
function isChoice(form, field) {
  return field.form === form && field.name && field.type !== "file";
}

// Before this script was there, or by the browser when it brought the page back.
function isChanged(field) {
  return field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

// The side that isn't chosen keeps its words, though it isn't sent with the video.
function contents(form) {
  const data = new FormData(form);
  data.delete("script_file");
  data.set("script", form.elements.script.value);
  const voice = form.querySelector("[name=voice_id]:checked");
  if (voice) data.set("voice_id", voice.value);
  return data;
}

async function send(form, options = {}, again = true) {
  const response = await fetch(form.dataset.draftUrl, {
    method: "POST",
    body: contents(form),
    headers: { Accept: "application/json" },
    ...options,
  });
  if (isLogin(response.url) || response.status === 403) {
    if (again && response.status === 403 && (await renewToken().catch(() => false))) return send(form, options, false);
    tellSignedOut();
    return { state: "signedOut" };
  }
  return response.ok ? response.json() : { state: "offline" };
}

// Reloading then opens the draft.
function keepAddress(url) {
  if (location.pathname + location.search !== url) history.replaceState(history.state, "", url);
}

function createView(form) {
  const root = document.getElementById("draft-state");
  const text = root.querySelector("[data-draft-text]");
  const discarding = document.getElementById("discard-draft");
  let savedAt = 0;

  const tick = () => {
    if (root.dataset.state === "saved" && savedAt) text.textContent = `Kept ${ago(Date.now() - savedAt)}`;
  };
  setInterval(tick, TICK);

  return {
    isTroubled: () => ["offline", "signedOut"].includes(root.dataset.state),
    show({ state, problems, discard_url: discardUrl }) {
      root.dataset.state = problems ? "partly" : state;
      savedAt = state === "saved" ? Date.now() : 0;
      if (discardUrl) discarding.action = discardUrl;
      text.textContent = WORDS[state] ?? "";
      if (problems) text.textContent = `Kept, apart from this: ${problems}`;
      tick();
    },
  };
}

const WORDS = { offline: OFFLINE, signedOut: SIGNED_OUT, discarded: DISCARDED, sent: SENT };

function ago(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}
