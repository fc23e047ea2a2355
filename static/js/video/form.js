// The form that orders a video.
import { watchSamples } from "../sample.js";
import { keepAges } from "./age.js";
import { watchCaptions } from "./captions.js";
import { watchGallery } from "./gallery.js";
import { takeRecordings } from "./recording.js";
import { rememberVoices } from "./remembered_voice.js";
import { watchScriptLength } from "./script.js";
import { watchSource } from "./source.js";
import { sendOnce } from "./submit.js";
import { keepSummary } from "./summary.js";
import { keepToken } from "./token.js";
import { keepOneStop } from "./voices.js";

const form = document.querySelector(".video-form");

keepToken(form);
watchGallery(form);
watchSamples();
watchCaptions(form);
watchScriptLength(form);
takeRecordings(watchSource(form));
sendOnce(form);
keepSummary(form);
keepOneStop(form);
rememberVoices(form);
keepAges();
