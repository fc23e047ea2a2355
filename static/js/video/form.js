// The form that orders a video.
import { watchSamples } from "../sample.js";
import { keepAges } from "./age.js";
import { watchCaptions } from "./captions.js";
import { keepDraft } from "./draft.js";
import { watchGallery } from "./gallery.js";
import { watchPanel } from "./panel.js";
import { keepPreview } from "./preview.js";
import { takeRecordings } from "./recording.js";
import { rememberVoices } from "./remembered_voice.js";
import { learnPaces } from "./rules.js";
import { watchScript } from "./script.js";
import { watchScriptFiles } from "./script_file.js";
import { followAvatar } from "./shape.js";
import { watchSource } from "./source.js";
import { sendOnce } from "./submit.js";
import { keepSummary } from "./summary.js";
import { keepToken } from "./token.js";
import { keepOneStop } from "./voices.js";

const form = document.querySelector(".video-form");

keepToken(form);
watchGallery(form);
watchSamples();
followAvatar(form);
watchCaptions(form);
watchScript(form);
const chooseSource = watchSource(form);
const takeElsewhere = watchScriptFiles(form, chooseSource);
const recording = takeRecordings(form, chooseSource, takeElsewhere);
keepSummary(form);
keepPreview(form);
keepOneStop(form);
rememberVoices(form);
keepAges();
learnPaces(form);
watchPanel();
sendOnce(form, keepDraft(form), recording);
