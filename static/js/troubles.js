// What to say when a request of htmx fails.
import { isLogin, isSignedOut, loginUrl, noteSignedOut, renewToken } from "./session.js";
import { dropToast, toast } from "./toast.js";

const POLLING = "The dashboard can't be reached just now. What you see may be out of date; we go on trying.";
const OFFLINE = "The dashboard can't be reached. Check your connection, then try again.";
const BROKEN = "Something broke on our side, and nothing was changed. Try again in a moment.";

export function watchTroubles() {
  document.body.addEventListener("htmx:beforeOnLoad", stayWhenSignedOut);
  document.addEventListener("visibilitychange", comeBack);
  // htmx says "loaded" of an error page, too.
  document.body.addEventListener("htmx:afterOnLoad", (event) => event.detail.successful && dropToast("polling"));
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, (event) => tell(event, OFFLINE));
  }
  document.body.addEventListener("htmx:responseError", (event) => tell(event, sentenceFor(event.detail.xhr.status)));
}

// Leaving for the sign-in page would lose what was typed, so a notice with a link stands in for it.
function stayWhenSignedOut(event) {
  const { xhr } = event.detail;
  if (!isLogin(xhr.getResponseHeader("HX-Redirect")) && !isLogin(xhr.responseURL)) return;
  event.preventDefault();
  tellSignedOut();
}

// Back from signing in, which happens in another tab.
async function comeBack() {
  if (document.hidden || !isSignedOut()) return;
  if (await renewToken().catch(() => false)) dropToast("signed-out");
}

function tell(event, sentence) {
  if (event.detail.xhr.status === 403) tellSignedOut();
  else if (event.detail.elt.matches("[data-live]")) toast("error", POLLING, { key: "polling" });
  else toast("error", sentence, { key: "request" });
}

export function tellSignedOut() {
  noteSignedOut();
  toast("error", "Your session has ended.", { key: "signed-out", link: { href: loginUrl(), text: "Sign in again" } });
}

function sentenceFor(status) {
  return status === 404 ? "That is not there any more. Reload the page to see what is." : BROKEN;
}
