// Sending the form: by its button or Ctrl+Enter, once, not before a recording that is on its way has arrived, and not
// into the void: what can't be kept as a draft just now stays on the page.
import { announce } from "../announce.js";
import { toast } from "../toast.js";

const LOOK = 300;
const LOST = "The recording didn't arrive or can't be used, so nothing was ordered. The reason stands beside it.";
const UNREACHABLE = "The video was not ordered: the dashboard can't be reached, or you are signed out. What you entered stays here.";

// `draft` is keepDraft's, recording() tells how a chosen recording stands.
export function sendOnce(form, draft, recording) {
  const button = form.querySelector("[data-submit]");
  const held = form.querySelector("[data-held]");
  let ready = false;
  let busy = false;

  async function begin() {
    busy = true;
    if (recording() === "yes" && !(await arrival())) return end();
    if (!(await draft.flush())) {
      toast("error", UNREACHABLE, { key: "unordered" });
      return end();
    }
    draft.stop();
    ready = true;
    form.requestSubmit(button);
  }

  function end() {
    busy = false;
    held.hidden = true;
  }

  // Resolves to whether the recording is here and somebody still wants the video.
  function arrival() {
    held.hidden = false;
    announce(held.querySelector("span").firstChild.textContent.trim());
    return new Promise((resolve) => {
      const finish = (well) => {
        clearInterval(timer);
        resolve(well);
      };
      const timer = setInterval(() => {
        const standing = recording();
        if (standing === "lost") toast("error", LOST, { key: "unordered" });
        if (standing !== "yes") finish(standing === "no");
      }, LOOK);
      held.querySelector("[data-release]").addEventListener("click", () => finish(false), { once: true });
    });
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    if (!ready) {
      event.preventDefault();
      if (!busy) begin();
      return;
    }
    // Later, because a button that is disabled during the event may stop the form.
    setTimeout(() => (button.disabled = true));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
  addEventListener("pageshow", () => {
    button.disabled = false;
    ready = false;
    end();
  });
}
