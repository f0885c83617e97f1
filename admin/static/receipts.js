/** How far the counsellor's last message has got, and whether the person is writing. */

import { one } from "./fill.js";

const TYPES_FOR_MS = 6000;
let timer = 0;

/** @param {HTMLElement} log @param {{delivered: number, seen: number}} [got] the last messages that have */
export function showMark(log, got) {
  if (got) Object.assign(log.dataset, { delivered: String(got.delivered), seen: String(got.seen) });
  const own = /** @type {NodeListOf<HTMLElement>} */ (log.querySelectorAll("[data-author=counsellor]"));
  const last = own[own.length - 1];
  if (!last) return;
  for (const old of log.querySelectorAll(".mark")) if (old.parentElement !== last) old.remove();
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("mark-template"));
  if (!last.querySelector(".mark")) last.append(template.content.cloneNode(true));
  const shown = one(last, ".mark");
  const state = reached(log, Number(last.dataset.seq));
  if (shown.dataset.mark === state && shown.textContent) return;
  shown.dataset.mark = state;
  shown.textContent = log.getAttribute(`data-says-${state}`) ?? "";
}

/** @param {HTMLElement} log @param {number} seq */
function reached({ dataset }, seq) {
  if (seq <= Number(dataset.seen)) return "seen";
  return seq <= Number(dataset.delivered) ? "delivered" : "sent";
}

/** The space for it is always there, so that nothing moves. @param {boolean} yes */
export function showTyping(yes) {
  const sentence = document.querySelector("#person-types span");
  if (!(sentence instanceof HTMLElement)) return;
  sentence.hidden = !yes;
  clearTimeout(timer);
  if (yes) timer = setTimeout(() => showTyping(false), TYPES_FOR_MS);
}
