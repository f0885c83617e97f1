/** What the tools of the reply box share: they open, say what went wrong, and lead back to the reply. */

import { isOffline, Problem } from "/static/chat/http.js";
import { complain } from "./actions.js";

/**
 * Calls `begin` each time the tool is opened, also after the page has taken over a fresh one.
 * @param {string} id of the tool
 * @param {(tool: HTMLDetailsElement) => void} begin
 */
export function onOpening(id, begin) {
  document.addEventListener(
    "toggle",
    ({ target }) => {
      const tool = /** @type {HTMLDetailsElement} */ (target);
      if (tool.id === id && tool.open) begin(tool);
    },
    true, // does not bubble
  );
}

/** @param {string} id */
export function toolOf(id) {
  return /** @type {HTMLDetailsElement | null} */ (document.getElementById(id));
}

/** What was answered; a refusal is shown. @param {Promise<any>} answer */
export async function told(answer) {
  try {
    return await answer;
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error;
    complain(error instanceof Problem ? error.message : document.getElementById("live")?.dataset.offline ?? "");
    return null;
  }
}

/** @param {HTMLDetailsElement} tool */
export function close(tool) {
  tool.open = false;
  replyField()?.focus();
}

export function replyField() {
  return /** @type {HTMLTextAreaElement | null} */ (document.getElementById("reply-text"));
}
