/** Whether this browser shows notifications and makes a sound: chosen here, kept here. */

import { one } from "./fill.js";
import { ring } from "./sound.js";

/** @typedef {"show" | "sound"} Choice */

const KEPT = "osaamo-notices";

/** @param {Choice} choice */
export function chosen(choice) {
  const wanted = JSON.parse(localStorage.getItem(KEPT) ?? "{}")[choice] === true;
  return wanted && (choice === "sound" || mayShow());
}

export function listenToChoices() {
  const box = one(document, "#notices");
  box.hidden = false;
  for (const choice of /** @type {Choice[]} */ (["show", "sound"])) {
    draw(choice);
    button(choice).addEventListener("click", () => change(choice, box.dataset.denied ?? ""));
  }
}

/** @param {Choice} choice @param {string} denied */
async function change(choice, denied) {
  const wanted = !chosen(choice);
  const state = one(document, "#notices-state");
  state.textContent = "";
  if (wanted && choice === "show" && !(await isAllowed())) state.textContent = denied;
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  localStorage.setItem(KEPT, JSON.stringify({ ...kept, [choice]: wanted }));
  draw(choice);
  if (choice === "sound" && wanted) ring();
}

async function isAllowed() {
  return "Notification" in window && (await Notification.requestPermission()) === "granted";
}

function mayShow() {
  return "Notification" in window && Notification.permission === "granted";
}

/** @param {Choice} choice */
function draw(choice) {
  button(choice).setAttribute("aria-pressed", String(chosen(choice)));
}

/** @param {Choice} choice */
function button(choice) {
  return one(document, `#notices-${choice}`);
}
