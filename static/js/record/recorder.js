// The dialog in which a voice is recorded, listened to and kept. onKept(file) gets what is to be uploaded.
import { askFirst } from "../confirm.js";
import { closeMicrophone, deviceIn, microphones, openMicrophone } from "./microphone.js";
import { startMeter } from "./meter.js";
import { createSilenceWatch } from "./silence.js";
import { createTape } from "./tape.js";
import { clock, createView } from "./view.js";

const WARNED = 30; // seconds before the end
const SILENT = "Hardly any sound arrives. Is this the right microphone, and is it switched on?";
const LOST = "The microphone went away. What it had recorded until then is here.";
const NOTHING = "It was stopped before anything was recorded.";
const LOSES = { title: "Throw the recording away?", text: "It is not uploaded yet.", ok: "Throw it away" };
const UNKEPT = ["recording", "paused", "recorded"];

export function startRecorder({ onKept }) {
  const dialog = document.getElementById("recorder");
  const button = document.querySelector("[data-record]");
  if (!dialog || !button) return;
  document.body.append(dialog); // out of the page's form, which it has no part in
  const view = createView(dialog);
  const silence = createSilenceWatch();
  let stream = null;
  let stopMeter = () => {};
  let tape = null;
  let recorded = null;
  let opening = 0;

  const isUnkept = () => UNKEPT.includes(view.state);
  const longest = () => Number(dialog.dataset.longest);

  async function open(deviceId) {
    release();
    view.note("");
    view.time(0);
    view.show("asking");
    const turn = ++opening;
    const { stream: opened, reason } = await openMicrophone(deviceId);
    if (turn !== opening || !dialog.open) return closeMicrophone(opened);
    if (reason) return view.show(reason);
    stream = opened;
    stream.getAudioTracks()[0].addEventListener("ended", lose);
    stopMeter = startMeter(stream, hear);
    silence.restart();
    view.devices(await microphones(), deviceIn(stream));
    view.show("ready");
  }

  function hear(level) {
    view.level(level);
    if (view.state !== "recording" && view.state !== "ready") return;
    if (silence.isSilent(level)) view.note(SILENT);
    else if (view.part("note").textContent === SILENT) view.note("");
  }

  function record() {
    view.listen(null);
    tape = createTape(stream, { longest: longest(), onTime: tick, onEnd: end });
    tape.start();
    silence.restart();
    view.show("recording");
  }

  function tick(seconds) {
    view.time(seconds);
    const left = Math.ceil(longest() - seconds);
    if (left <= WARNED && left > 0 && view.state === "recording") {
      view.note(`${left > 10 ? "Less than 30" : "Less than 10"} seconds left: it stops by itself at ${clock(longest())}.`);
    }
  }

  function pause() {
    tape.pause();
    view.show("paused");
  }

  function goOn() {
    tape.resume();
    silence.restart();
    view.show("recording");
  }

  function end({ blob, ending, seconds }) {
    release();
    if (!isUnkept()) return; // thrown away meanwhile
    if (!blob.size) return startOver();
    recorded = { blob, ending };
    view.time(seconds);
    view.note(seconds >= longest() ? `It stopped at ${clock(longest())}, the longest that Jogg takes.` : "");
    view.listen(blob);
    view.part("name").value = defaultName();
    view.show("recorded");
  }

  async function startOver() {
    await open(view.part("devices").value);
    view.note(NOTHING);
  }

  function lose() {
    if (view.state === "ready") return view.show("missing");
    tape?.stop();
    view.note(LOST);
  }

  async function again() {
    if (!(await askFirst(LOSES))) return;
    recorded = null;
    view.listen(null);
    open(view.part("devices").value);
  }

  function keep() {
    const name = view.part("name").value.trim() || defaultName();
    const { blob, ending } = recorded;
    recorded = null;
    shut();
    onKept(new File([blob], `${name}.${ending}`, { type: blob.type }));
  }

  async function leave() {
    if (!isUnkept() || (await askFirst(LOSES))) shut();
  }

  function shut() {
    view.show("closed");
    tape?.stop();
    tape = null;
    release();
    view.listen(null);
    dialog.close();
  }

  function release() {
    stopMeter();
    stopMeter = () => {};
    closeMicrophone(stream);
    stream = null;
    view.level(0);
  }

  const actions = { start: record, pause, resume: goOn, stop: () => tape.stop(), again, keep, retry: () => open(), close: leave };
  button.addEventListener("click", () => {
    dialog.showModal();
    open();
  });
  dialog.addEventListener("click", (event) => actions[event.target.closest("[data-record-action]")?.dataset.recordAction]?.());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === view.part("name")) keep();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  // A browser may close it all the same, at a second Escape.
  dialog.addEventListener("close", () => {
    if (!isUnkept()) return shut();
    dialog.showModal();
    leave();
  });
  view.part("devices").addEventListener("change", (event) => open(event.target.value));
  addEventListener("beforeunload", (event) => isUnkept() && event.preventDefault());
}

function defaultName() {
  const now = new Date();
  const day = now.toLocaleDateString("en-CA"); // 2026-01-31
  return `Recording ${day} ${now.toTimeString().slice(0, 5).replace(":", ".")}`;
}
