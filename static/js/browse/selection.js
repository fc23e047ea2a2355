// Ticking several rows of a list: by click, shift and click, or the keyboard; what is ticked outlives news about its row.
import { announce } from "../announce.js";

const KEYS = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };

const ticked = new Set();
let anchor = null;
let isPlanned = false;

export function watchSelection() {
  document.addEventListener("click", (event) => {
    const box = boxOf(event.target);
    if (box) tick(box, event.shiftKey);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) setAll(event.target.checked);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", (event) => event.target.matches("[data-selection]") && afterSubmit(event));
  for (const name of ["htmx:afterSettle", "htmx:oobAfterSwap"]) document.body.addEventListener(name, restoreSoon);
  addEventListener("pageshow", restore);
  restore();
}

function boxOf(target) {
  return target.matches?.("[data-selectable] [name=selected]") ? target : null;
}

function boxes() {
  return [...document.querySelectorAll("[data-selectable] [name=selected]")];
}

function tick(box, isRange) {
  const all = boxes();
  const from = all.findIndex(({ value }) => value === anchor);
  const to = all.indexOf(box);
  if (isRange && from >= 0) for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) set(each, box.checked);
  set(box, box.checked);
  anchor = box.value;
  show();
}

function set(box, isOn) {
  box.checked = isOn;
  if (isOn) ticked.add(box.value);
  else ticked.delete(box.value);
}

function setAll(isOn) {
  boxes().forEach((box) => set(box, isOn));
  show();
}

function onKey(event) {
  if (event.target.closest("dialog[open]")) return;
  if (event.key === "Escape" && ticked.size && !event.target.matches("input[type=text], input[type=search], textarea")) return setAll(false);
  const box = boxOf(event.target);
  if (!box) return;
  if (event.key in KEYS) move(event, box);
  else if (event.key === "a" && (event.ctrlKey || event.metaKey)) take(event, () => setAll(true));
  else if (event.key === "Delete" && ticked.size) take(event, () => document.querySelector("[data-selection] [data-delete]").click());
  else if (event.key === "Enter") take(event, () => box.closest("li").querySelector("[data-open]").click());
}

function take(event, action) {
  event.preventDefault();
  action();
}

// Arrows go from box to box; with shift the files on the way are ticked.
function move(event, box) {
  const all = boxes();
  const next = all[all.indexOf(box) + KEYS[event.key]];
  event.preventDefault();
  if (!next) return;
  if (event.shiftKey) {
    set(box, true);
    set(next, true);
    anchor = next.value;
    show();
  }
  next.focus();
}

// Once for all the rows that one answer brings: each time every box is looked at.
function restoreSoon() {
  if (!isPlanned) setTimeout(restore);
  isPlanned = true;
}

function restore() {
  isPlanned = false;
  const all = boxes();
  const here = new Set(all.map(({ value }) => value));
  for (const value of ticked) if (!here.has(value)) ticked.delete(value);
  for (const box of all) set(box, box.checked || ticked.has(box.value));
  show(true);
}

function afterSubmit(event) {
  if (!event.submitter?.matches("[data-keeps-selection]")) ticked.clear();
}

function show(isQuiet = false) {
  const bar = document.querySelector("[data-selection]");
  if (!bar) return;
  const all = bar.querySelector("[data-select-all]");
  const shown = boxes().length;
  bar.toggleAttribute("data-any", ticked.size > 0);
  all.checked = shown > 0 && ticked.size === shown;
  all.indeterminate = ticked.size > 0 && ticked.size < shown;
  const words = ticked.size ? `${ticked.size} selected` : "Select all shown";
  const label = bar.querySelector("[data-selection-count]");
  if (label.textContent === words) return;
  label.textContent = words;
  if (!isQuiet) announce(ticked.size ? words : "Nothing selected");
}
