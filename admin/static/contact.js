/** Shows what a person has left to be reached by; each look is a request that leaves a trace. */

import { isOffline, Problem } from "/static/chat/http.js";
import { complain } from "./actions.js";
import { one } from "./fill.js";
import { call } from "./panel-api.js";

/** @param {HTMLFormElement} form */
async function look(form) {
  try {
    const { value, link } = await call("POST", form.dataset.look ?? "");
    const shown = document.createElement("a");
    shown.href = link;
    shown.dir = "ltr";
    shown.textContent = value;
    one(/** @type {HTMLElement} */ (form.parentElement), ".left-contact").replaceChildren(shown);
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error;
    complain(error instanceof Problem ? error.message : (one(document, "#live").dataset.offline ?? ""));
  }
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.dataset.look) return;
  event.preventDefault();
  look(form);
});
