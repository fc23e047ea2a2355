// What every page needs.
import { watchConfirmations } from "./confirm.js";
import { watchCopyButtons } from "./copy.js";
import { countDown } from "./countdown.js";
import { closeMenus, keepDetailsOpen } from "./details.js";
import { focusFirstError, keepFocus } from "./focus.js";
import { keepLive } from "./live.js";
import { leaveOldPages } from "./session.js";
import { keepTimesLocal } from "./time.js";
import { watchToasts } from "./toast.js";
import { watchTroubles } from "./troubles.js";

watchToasts();
watchTroubles();
watchCopyButtons();
watchConfirmations();
keepTimesLocal();
focusFirstError();
keepFocus();
keepDetailsOpen();
closeMenus();
countDown();
keepLive();
leaveOldPages();
