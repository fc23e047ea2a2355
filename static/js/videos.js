// The page of all videos.
import { watchBrowsing } from "./browse/browse.js";
import { keepCounts } from "./browse/counts.js";
import { watchSelection } from "./browse/selection.js";

watchBrowsing();
keepCounts();
watchSelection();
