/** A reply that is sent from the page of its translation is no draft any more. */

import { keep } from "./kept.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-sends]"));

form?.addEventListener("submit", () => keep(`reply-${form.dataset.sends}`, ""));
