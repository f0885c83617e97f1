/** Single keys: each presses what carries it as `data-key`, while nothing is being written. Can be switched off. */

const SWITCH = "osaamo-single-keys";

export function singleKeysAreOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

/** What can be done on this page, in its order. @returns {HTMLElement[]} */
export function verbs() {
  const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-key]"));
  return [...all].filter((each) => !each.closest("[hidden], dialog"));
}

/** A field is opened to be written in, anything else is pressed. @param {HTMLElement} element */
export function press(element) {
  const inside = element.matches("summary") ? element.parentElement?.parentElement : element;
  inside?.closest("details:not([open])")?.toggleAttribute("open", true);
  element.focus();
  if (!element.matches("textarea, input, select")) element.click();
}

/** @param {KeyboardEvent} event */
function isForUs(event) {
  const { tagName, isContentEditable } = /** @type {HTMLElement} */ (event.target);
  const writes = isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(tagName);
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  return !writes && !modified && singleKeysAreOn() && !document.querySelector("dialog[open]");
}

/** To the next row of the list, from the open one on. @param {number} step */
function move(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#rows a")]);
  const here = rows.findIndex((row) => row === document.activeElement);
  const open = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const from = here >= 0 ? here : open >= 0 ? open : step > 0 ? -1 : rows.length;
  rows[Math.min(rows.length - 1, Math.max(0, from + step))]?.focus();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (!isForUs(event)) return;
  const key = event.key.toLowerCase();
  const verb = event.repeat ? undefined : verbs().find((each) => each.dataset.key === key);
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "?") /** @type {HTMLDialogElement | null} */ (document.getElementById("help"))?.showModal();
  else if (verb) press(verb);
  else return;
  event.preventDefault();
}

function listenToSwitches() {
  const switches = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-single-keys]"));
  for (const each of switches) {
    each.checked = singleKeysAreOn();
    each.addEventListener("change", () => localStorage.setItem(SWITCH, each.checked ? "on" : "off"));
  }
}

document.addEventListener("keydown", pressed);
listenToSwitches();
