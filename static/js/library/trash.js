// The trash's page.
import { watchSelection } from "./selection.js";

watchSelection();
