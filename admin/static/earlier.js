/** The earlier part of a long conversation, on demand; what is being read stays where it is. */

import { isOffline, Problem } from "/static/chat/http.js";
import { complain } from "./actions.js";
import { one } from "./fill.js";
import { call } from "./panel-api.js";

/** @param {import("./messages.js").Messages} messages @param {HTMLElement} live */
export function listenToEarlier(messages, live) {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("#earlier a"));
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    show(link, messages, live);
  });
}

/** @param {HTMLAnchorElement} link @param {import("./messages.js").Messages} messages @param {HTMLElement} live */
async function show(link, messages, live) {
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const earlier = await call("GET", `${link.dataset.api}?before=${messages.first}`);
    messages.before(earlier);
    tell(link, Number(link.dataset.left) - earlier.length);
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error;
    complain(error instanceof Problem ? error.message : live.dataset.offline ?? "");
  } finally {
    link.ariaBusy = "false";
  }
}

/** @param {HTMLAnchorElement} link @param {number} left */
function tell(link, left) {
  link.dataset.left = String(left);
  link.textContent = (link.dataset.says ?? "").replace("#", String(left));
  if (left > 0) return;
  one(document, "#messages").focus();
  link.parentElement?.remove();
}
