/** What is being written survives the tab: kept until it is sent, its conversation ends or its writer signs out. */

import { forgetConversation, forgetStrange, keep, kept } from "./kept.js";

export function keepDrafts() {
  forgetStrange();
  document.addEventListener("input", (event) => {
    const field = /** @type {HTMLTextAreaElement} */ (event.target);
    const name = field.dataset.draft;
    if (!name) return;
    keep(name, field.value);
    grow(field);
  });
}

/** Into the fields that are empty; what somebody else answers now, or nobody any more, is forgotten. */
export function restoreDrafts() {
  const over = /** @type {HTMLElement | null} */ (document.querySelector("[data-forgets]"));
  if (over) forgetConversation(over.dataset.forgets ?? "");
  const fields = /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("[data-draft]"));
  for (const field of fields) {
    if (!field.value) field.value = kept(field.dataset.draft ?? "");
    grow(field);
  }
}

/** As high as its text, within the limits of the style sheet. @param {HTMLTextAreaElement} field */
function grow(field) {
  field.rows = 2;
  while (field.rows < 10 && field.scrollHeight > field.clientHeight) field.rows += 1;
}
