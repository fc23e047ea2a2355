// A script that is read in from a file, chosen or dropped: the server reads it, and it lands where the cursor is.
import { isLogin } from "../session.js";
import { tellSignedOut } from "../troubles.js";
import { insert, tell } from "./script.js";

const BROKEN = "The file could not be read in just now. Check your connection, then try again.";

// Returns a function that takes a file if it is one for the script, and says whether it is.
export function watchScriptFiles(form, chooseSource) {
  const input = form.querySelector("[data-script-file]");
  const endings = input.accept.split(",");
  const isScript = (file) => endings.some((ending) => file.name.toLowerCase().endsWith(ending));
  // Until somebody has put the cursor somewhere, a text is added at the end.
  form.elements.script.setSelectionRange(form.elements.script.value.length, form.elements.script.value.length);
  const readChosen = () => {
    const [file] = input.files;
    input.value = ""; // it isn't sent with the video
    if (file) read(form, file, input.dataset.url);
  };
  input.addEventListener("change", readChosen);
  readChosen(); // what was chosen before this script was there
  return (file) => {
    if (!isScript(file)) return false;
    chooseSource("script");
    read(form, file, input.dataset.url);
    return true;
  };
}

async function read(form, file, url) {
  const say = tell(form);
  say(`Reading ${file.name}…`);
  const answer = await ask(form, file, url).catch(() => ({ error: BROKEN }));
  if (answer.text) {
    const { script } = form.elements;
    insert(script, apart(script, answer.text));
  }
  say(answer.error ?? `${answer.told} Ctrl+Z takes it out again.`);
}

async function ask(form, file, url) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.append("script_file", file);
  const response = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (isLogin(response.url) || response.status === 403) {
    tellSignedOut();
    return { error: "Your session has ended. Sign in again, then read the file in once more." };
  }
  return response.ok || response.status === 422 ? response.json() : { error: BROKEN };
}

// The text as paragraphs of their own where others are around it.
function apart({ value, selectionStart, selectionEnd }, text) {
  const before = value.slice(0, selectionStart);
  const after = value.slice(selectionEnd);
  const lead = before.trim() && !before.endsWith("\n") ? "\n\n" : "";
  return `${lead}${text}${after.trim() && !after.startsWith("\n") ? "\n\n" : ""}`;
}
