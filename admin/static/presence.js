/** Tells the desk that this panel is open and whether anybody moves in it; the menu chooses one's state. */

import { isOffline, Problem } from "/static/chat/http.js";
import { call } from "./panel-api.js";

const EVERY_MS = 30_000; // the server takes who is silent for 90 s as gone
const IDLE_MS = 300_000;
const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

const menu = /** @type {HTMLDetailsElement} */ (document.getElementById("presence"));
const shown = /** @type {HTMLElement} */ (document.getElementById("presence-state"));
let lastInput = Date.now();
let asked = 0;

/** @param {string} [chosen] */
async function sign(chosen) {
  const idle = (Date.now() - lastInput) / 1000;
  const mine = ++asked;
  try {
    const { state, paused } = await call("PUT", "/admin/api/presence", { idle: Math.min(idle, 86_400), ...(chosen && { chosen }) });
    if (mine !== asked) return; // a later answer tells more
    menu.dataset.state = state;
    shown.textContent = menu.dataset[state] ?? state;
    showBanners(paused);
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error; // told again in half a minute
  }
}

/** Only a change is drawn, so that only a change is read out. @param {string[]} sentences */
function showBanners(sentences) {
  const banners = /** @type {HTMLElement} */ (document.getElementById("banners"));
  const known = [...banners.children].map((each) => each.textContent);
  if (known.join() === sentences.join()) return;
  banners.replaceChildren(...sentences.map((text) => Object.assign(document.createElement("p"), { className: "problem", textContent: text })));
}

function stirred() {
  const wasIdle = Date.now() - lastInput > IDLE_MS;
  lastInput = Date.now();
  if (wasIdle) sign();
}

function close() {
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

for (const kind of INPUT) addEventListener(kind, stirred, { passive: true });
document.addEventListener("visibilitychange", () => document.hidden || sign());
menu.addEventListener("change", (event) => sign(/** @type {HTMLInputElement} */ (event.target).value));
menu.addEventListener("keydown", (event) => event.key === "Escape" && close());
menu.addEventListener("submit", (event) => {
  event.preventDefault();
  close();
});
addEventListener("click", (event) => {
  if (menu.open && !menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
});
setInterval(sign, EVERY_MS);
const ticked = /** @type {HTMLInputElement | null} */ (menu.querySelector("input:checked"))?.value;
sign(ticked === menu.dataset.state ? undefined : ticked); // chosen before this script was there
