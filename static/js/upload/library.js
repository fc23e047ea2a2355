// The library: a received file takes its place at the top of the list.
import { recount } from "../browse/counts.js";
import { fragment } from "./fragment.js";
import { startUploads } from "./uploads.js";

const list = document.getElementById("assets");

startUploads({
  onReceived(html) {
    list.prepend(fragment(html));
    recount();
  },
});
