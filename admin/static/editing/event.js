/** The page of an event: live counters; everything else is the form itself. */

import { countIn } from "./counters.js";

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("editor"));
if (form) countIn(form);
