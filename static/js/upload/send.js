// Sends one file; `anyway` also if it is here already. The outcome is one of: received and duplicate (with
// the fragment), refused and failed (with a sentence), signedOut, cancelled.
import { hasSessionEnded, isLogin } from "../session.js";

const STALLED = 60000;
const ANSWERS_WITHIN = 180000;

const BROKEN = "The connection broke before the file was here. Check that you are online, then retry.";
const SLOW = "Nothing has moved for a minute. Check your connection, then retry.";

export function send({ url, token, file, anyway, origin, onProgress, onSent }) {
  const request = new XMLHttpRequest();
  const watch = createWatch(() => request.abort());
  const done = new Promise((resolve) => {
    request.upload.addEventListener("progress", (event) => {
      watch.restart(STALLED);
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.upload.addEventListener("load", () => {
      watch.restart(ANSWERS_WITHIN);
      onSent();
    });
    request.addEventListener("load", () => resolve(outcomeOf(request)));
    request.addEventListener("error", () => resolve(afterError(url)));
    request.addEventListener("abort", () => resolve(watch.fired ? { kind: "failed", text: SLOW } : { kind: "cancelled" }));
  }).finally(() => watch.stop());
  request.open("POST", url);
  request.setRequestHeader("Accept", "text/html");
  watch.restart(STALLED);
  request.send(formWith(file, { csrfmiddlewaretoken: token, anyway: anyway && "1", origin }));
  return { done, cancel: () => request.abort() };
}

function formWith(file, fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) data.append(name, value);
  data.append("file", file);
  return data;
}

function outcomeOf({ status, responseURL, responseText }) {
  if (status === 201) return { kind: "received", html: responseText };
  if (status === 409) return { kind: "duplicate", html: responseText };
  if (status === 422) return { kind: "refused", text: plain(responseText) };
  if (status === 403 || isLogin(responseURL)) return { kind: "signedOut" };
  if (status === 413) return { kind: "refused", text: "This file is larger than the server in between lets through." };
  return { kind: "failed", text: `Something broke on our side (${status}). Retry in a moment.` };
}

// A stranger's upload is turned away unread, which looks like a broken connection from here.
async function afterError(url) {
  return (await hasSessionEnded(url)) ? { kind: "signedOut" } : { kind: "failed", text: BROKEN };
}

function plain(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

function createWatch(onSilence) {
  let timer = 0;
  const watch = {
    fired: false,
    restart(patience) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        watch.fired = true;
        onSilence();
      }, patience);
    },
    stop: () => clearTimeout(timer),
  };
  return watch;
}
