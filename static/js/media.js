// Files that are played and skimmed through in place.
import { watchPlayers } from "./player.js";
import { watchScrubbing } from "./scrub.js";

watchPlayers();
watchScrubbing();
