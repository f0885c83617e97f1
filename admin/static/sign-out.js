/** Whoever signs out leaves no unsaved work behind in this browser. */

import { forgetAll } from "./kept.js";

export const KEPT = "osaamo-editing:";

document.querySelector("form[action='/admin/sign-out']")?.addEventListener("submit", () => {
  forgetAll();
  for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) localStorage.removeItem(key);
});
