/** The lines between the days of a conversation. */

import { one } from "./fill.js";

/** One before the first message of each day, wherever messages have been put in. @param {HTMLElement} list */
export function separateDays(list) {
  let day = "";
  /** @type {HTMLElement | null} */
  let line = null;
  for (const item of /** @type {HTMLElement[]} */ ([...list.children])) {
    if (item.matches(".day")) {
      line?.remove();
      line = item;
      continue;
    }
    const begins = item.dataset.day !== day;
    if (!begins) line?.remove();
    else if (!line) item.before(drawn(item));
    else say(line, item);
    day = item.dataset.day ?? "";
    line = null;
  }
}

/** @param {HTMLElement} message */
function drawn(message) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("day-template"));
  const line = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  say(line, message);
  return line;
}

/** @param {HTMLElement} line @param {HTMLElement} message */
function say(line, message) {
  line.dataset.day = message.dataset.day;
  one(line, "span").textContent = message.dataset.dayName ?? "";
}
