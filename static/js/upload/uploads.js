// Takes files in by choosing, dropping or pasting, checks them, and sends three at a time.
import { announce } from "../announce.js";
import { loginUrl, renewToken } from "../session.js";
import { reasonAgainst } from "./check.js";
import { watchDrops } from "./drop.js";
import { findKnown } from "./known.js";
import { createQueue } from "./queue.js";
import { createRow } from "./row.js";
import { send } from "./send.js";
import { createSpeed } from "./speed.js";

const AT_ONCE = 3;
const SIGNED_OUT = "Your session has ended. Sign in again, then retry.";

// onReceived(html) places the server's fragment; onTaken() hears of every file that came in, onKnown(html) of
// those that are here already.
export function startUploads({ onReceived, onTaken = () => {}, onKnown = () => {} }) {
  const zone = document.querySelector("[data-upload]");
  const rows = document.querySelector("[data-upload-rows]");
  const queue = createQueue(AT_ONCE);
  const underWay = new Set();

  const take = (files) => {
    onTaken();
    for (const file of files) start(file);
  };

  function start(file) {
    const { url, knownUrl, kind } = zone.dataset;
    const upload = createUpload(file, { url, knownUrl, onlyKind: kind, queue, underWay, onReceived, onKnown });
    rows.append(upload.element);
    upload.begin();
  }

  function refuseFolder(name) {
    const row = createRow(name, {});
    row.refused(`“${name}” is a folder, and folders can't be dropped yet. Open it and drop the files in it.`);
    rows.append(row.element);
  }

  const input = zone.querySelector("[type=file]");
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  watchDrops(document.querySelector("[data-drop-overlay]"), { onFiles: take, onFolder: refuseFolder });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) take([...event.clipboardData.files]);
  });
  addEventListener("beforeunload", (event) => underWay.size && event.preventDefault());
}

function createUpload(file, { url, knownUrl, onlyKind, queue, underWay, onReceived, onKnown }) {
  let current = null;
  let signedOut = false;
  let anyway = false;
  const row = createRow(file.name, { onCancel: cancel, onRetry: begin, onAnyway: beginAnyway });

  async function begin() {
    const reason = await reasonAgainst(file, onlyKind).catch(() => `${file.name} can't be read. Was it moved or is it a folder?`);
    if (reason) return refuse(reason);
    row.waiting();
    underWay.add(file);
    queue.add(job);
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
    else row.remove();
  }

  function receive(html) {
    row.remove();
    onReceived(html);
    announce(`${file.name} was received here.`);
  }

  function tellKnown(html) {
    announce(`${file.name}: ${row.duplicate(html)}`);
    onKnown(html);
  }

  function refuse(sentence) {
    row.refused(sentence);
    announce(sentence);
  }

  function fail(sentence, link) {
    row.failed(sentence, link);
    announce(`${file.name}: ${sentence}`);
  }

  function cancel() {
    if (current) return current.cancel();
    queue.remove(job);
    underWay.delete(file);
    row.remove();
  }

  return { element: row.element, begin };
}
