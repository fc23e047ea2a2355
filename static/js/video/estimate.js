// How long a script or recording will be, and what it costs. The rule is that of videos/estimates.py, by its own data.
import { rules } from "./rules.js";

const WORD = new RegExp(`[${rules.unspaced}]|[^${rules.space}${rules.unspaced}]+`, "gu");
const SIGN = new RegExp(`^[${rules.unspaced}]$`, "u");

export function wordsIn(script) {
  const found = script.match(WORD) ?? [];
  const signs = found.filter((word) => SIGN.test(word)).length;
  return found.length - signs + signs / rules.signsPerWord;
}

// Returns null where nothing is known, else whole seconds and credits.
export function estimate(form) {
  const seconds = form.elements.voice_source.value === "audio" ? secondsOfRecording(form) : secondsOfScript(form);
  return seconds ? { seconds: Math.max(1, Math.floor(seconds + 0.5)), credits: creditsFor(seconds) } : null;
}

export function costText({ credits }) {
  return `${credits} ${credits === 1 ? "credit" : "credits"}`;
}

// As the server's `clock`.
export function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export function secondsOfScript(form) {
  const voice = form.querySelector("[name=voice_id]:checked")?.value;
  return wordsIn(form.elements.script.value) / (rules.paces[voice] ?? rules.pace);
}

function secondsOfRecording(form) {
  return Number(form.querySelector("[name=audio]:checked")?.dataset.seconds ?? 0);
}

function creditsFor(seconds) {
  return Math.max(1, Math.ceil(seconds / rules.creditSeconds));
}
