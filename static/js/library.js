// The library's page.
import { watchBrowsing } from "./browse/browse.js";
import { keepCounts } from "./browse/counts.js";
import { watchSelection } from "./browse/selection.js";
import "./upload/library.js";

watchBrowsing();
keepCounts();
watchSelection();
