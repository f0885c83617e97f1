/** The buttons under a message: answers as full-width choices, and the ways around the question. */

import { button, form, h } from "./dom.js";
import { laidOut, merged } from "./payload.js";

/** @typedef {import("./types.js").Button} Button */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./words.js").Words} Words */
/** @typedef {(said: {payload: string}, title: string) => void} Say */

const FEW = 5;

/** @param {Message} message @param {Words} words @param {Say} say @returns {HTMLElement | null} */
export function choices(message, words, say) {
  if (message.buttons.length === 0) return null;
  const shown = laidOut(message);
  return h(
    "div",
    { class: "choices", lang: message.language },
    shown.many ? ticks(shown.main, shown.send, words, say) : list(shown.main, "choice", say),
    shown.around.length > 0 ? list(shown.around, "around", say) : null,
  );
}

/** @param {Button[]} buttons @param {"choice" | "around"} kind @param {Say} say */
function list(buttons, kind, say) {
  const items = buttons.map(({ title, payload }) =>
    button(kind, () => say({ payload }, title), h("span", { dir: "auto" }, title)),
  );
  return h("div", { class: kind === "around" ? "arounds" : group(buttons) }, ...items);
}

/** @param {Button[]} buttons */
function group(buttons) {
  return buttons.length > FEW ? "options" : "options few";
}

/** @param {Button[]} buttons @param {Button | undefined} sending @param {Words} words @param {Say} say */
function ticks(buttons, sending, words, say) {
  const boxes = buttons.map(({ payload }) => h("input", { type: "checkbox", name: "option", value: payload }));
  const rows = buttons.map(({ title }, at) =>
    h("label", { class: "choice tick" }, boxes[at], h("span", { dir: "auto" }, title)),
  );
  const missing = h("p", { class: "problem", role: "alert" });
  const send = () => {
    const ticked = buttons.filter((_, at) => boxes[at].checked);
    if (ticked.length > 0) return say({ payload: merged(ticked) }, ticked.map((each) => each.title).join(", "));
    if (sending) return say({ payload: sending.payload }, sending.title);
    missing.textContent = words.say("choose_some");
    boxes[0].focus();
  };
  const legend = h("legend", { class: "spoken" }, words.say("choose_many"));
  return form(
    "ticks",
    send,
    h("fieldset", {}, legend, h("div", { class: group(buttons) }, ...rows)),
    missing,
    h("button", { class: "main" }, sending?.title ?? words.say("send_choices")),
  );
}
