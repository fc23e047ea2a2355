// The library's page.
import { watchBrowsing } from "./browse.js";
import { keepCounts } from "./counts.js";
import { watchSelection } from "./selection.js";
import "../upload/library.js";

watchBrowsing();
keepCounts();
watchSelection();
