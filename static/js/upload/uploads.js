// Takes files in by choosing, dropping, pasting or recording, checks them, and sends three at a time.
import { announce } from "../announce.js";
import { askFirst } from "../confirm.js";
import { startRecorder } from "../record/recorder.js";
import { loginUrl, renewToken } from "../session.js";
import { createBacklog } from "./backlog.js";
import { reasonAgainst } from "./check.js";
import { watchDrops } from "./drop.js";
import { watchFolderButton } from "./folder.js";
import { createGathering } from "./gathering.js";
import { findKnown } from "./known.js";
import { createQueue } from "./queue.js";
import { createRow } from "./row.js";
import { send } from "./send.js";
import { createSpeed } from "./speed.js";

const AT_ONCE = 3;
const SHOWN = 12;
const SIGNED_OUT = "Your session has ended. Sign in again, then retry.";
const LOSES_RECORDING = {
  title: "Throw the recording away?",
  text: "It was not uploaded, and it is nowhere else unless you downloaded it.",
  ok: "Throw it away",
};

// onReceived(html) places the server's fragment; onTaken() hears of every file that came in, onKnown(html) of
// those that are here already. takeElsewhere(file) may have another use for a file, and says whether it has.
export function startUploads({ onReceived, onTaken = () => {}, onKnown = () => {}, takeElsewhere = () => false }) {
  const zone = document.querySelector("[data-upload]");
  const rows = document.querySelector("[data-upload-rows]");
  const queue = createQueue(AT_ONCE);
  const refusals = createGathering(rows, "files can't be taken");
  const duplicates = createGathering(rows, "files are here already, so they were not taken a second time");
  const underWay = new Set();
  const backlog = createBacklog(rows, { shown: SHOWN, start });

  const take = (files, options = {}) => {
    const mine = files.filter((file) => !takeElsewhere(file));
    if (!mine.length) return;
    onTaken();
    backlog.add(mine, options);
  };

  function start(file, options) {
    const { url, knownUrl, kind: onlyKind } = zone.dataset;
    const common = { queue, underWay, backlog, refusals, duplicates, onReceived, onKnown };
    const upload = createUpload(file, { url, knownUrl, onlyKind, ...options, ...common });
    rows.append(upload.element);
    upload.begin();
    return upload;
  }

  function refuseFolder(name, sentence) {
    const row = createRow(name, {});
    rows.append(row.element);
    row.refused(sentence);
    refusals.add({ element: row.element, sentence });
    announce(sentence);
  }

  const fromFolder = {
    onFiles: take,
    onEmpty: (name) => refuseFolder(name ?? "The folder", `“${name ?? "The folder"}” holds no files to upload.`),
    onUnreadable: (name) => refuseFolder(name, `“${name}” can't be read. Was it moved?`),
  };
  const input = zone.querySelector("[type=file]");
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  watchFolderButton(zone.querySelector("[data-choose-folder]"), fromFolder);
  watchDrops(document.querySelector("[data-drop-overlay]"), fromFolder);
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) take([...event.clipboardData.files]);
  });
  startRecorder({ onKept: (file) => take([file], { origin: "recording" }) });
  addEventListener("beforeunload", (event) => (underWay.size || backlog.size) && event.preventDefault());
}

// `origin` is "recording" for what was recorded here: there is no other copy of it, so it stays until it is uploaded.
function createUpload(file, { url, knownUrl, origin, onlyKind, ...common }) {
  const { queue, underWay, backlog, refusals, duplicates, onReceived, onKnown } = common;
  let current = null;
  let signedOut = false;
  let failed = false;
  let anyway = Boolean(origin);
  const row = createRow(file.name, { onCancel: cancel, onRetry: begin, onAnyway: beginAnyway, onDismiss: dismiss });
  const upload = { element: row.element, begin, hasFailed: () => failed, cancelWithAll: origin ? () => {} : cancel };

  async function begin() {
    failed = false;
    underWay.add(file);
    row.waiting();
    const reason = origin ? "" : await reasonAgainst(file, onlyKind).catch(() => `${file.name} can't be read. Was it moved?`);
    if (!underWay.has(file)) return;
    if (reason) refuse(reason);
    else queue.add(job);
  }

  function beginAnyway() {
    anyway = true;
    begin();
  }

  async function job() {
    if (signedOut) await renewToken().catch(() => false);
    row.looking();
    const known = anyway ? "" : await findKnown(file, knownUrl);
    if (!underWay.has(file)) return;
    settle(known ? { kind: "duplicate", html: known } : await sent());
  }

  async function sent() {
    const describe = createSpeed(file.size);
    row.sending(0, describe(0));
    current = send({
      url,
      file,
      origin,
      anyway,
      token: document.querySelector("[name=csrfmiddlewaretoken]").value,
      onProgress: (part) => row.sending(part, describe(part * file.size)),
      onSent: row.finishing,
    });
    const outcome = await current.done;
    current = null;
    return outcome;
  }

  function settle({ kind, html, text }) {
    underWay.delete(file);
    signedOut = kind === "signedOut";
    if (kind === "received") receive(html);
    else if (kind === "duplicate") tellKnown(html);
    else if (kind === "refused") refuse(text);
    else if (kind === "signedOut") fail(SIGNED_OUT, { href: loginUrl(), text: "Sign in" });
    else if (kind === "failed") fail(text);
    else leave();
  }

  function receive(html) {
    leave();
    onReceived(html);
    announce(`${file.name} was received here.`);
  }

  function tellKnown(html) {
    end();
    const sentence = `${file.name}: ${row.duplicate(html)}`;
    duplicates.add({ element: row.element, sentence });
    announce(sentence);
    onKnown(html);
  }

  function refuse(sentence) {
    if (origin) return fail(sentence);
    end();
    row.refused(sentence);
    refusals.add({ element: row.element, sentence });
    announce(sentence);
  }

  function fail(sentence, ...links) {
    failed = true;
    if (origin) underWay.add(file);
    if (origin) links.push({ href: URL.createObjectURL(file), text: "Download the recording", download: file.name });
    row.failed(sentence, ...links);
    backlog.changed();
    announce(`${file.name}: ${sentence}`);
  }

  async function dismiss() {
    if (failed && origin && !(await askFirst(LOSES_RECORDING))) return;
    leave();
  }

  async function cancel() {
    if (origin && !failed && !(await askFirst(LOSES_RECORDING))) return;
    if (current) return current.cancel();
    queue.remove(job);
    leave();
  }

  function leave() {
    row.remove();
    end();
  }

  function end() {
    underWay.delete(file);
    backlog.settled(upload);
  }

  return upload;
}
