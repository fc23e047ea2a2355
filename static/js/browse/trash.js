// A page of the trash.
import { watchSelection } from "./selection.js";

watchSelection();
