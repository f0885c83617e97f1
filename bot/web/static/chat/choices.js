/** The buttons under a message: answers as full-width choices, and the ways around the question. */

import { h } from "./dom.js";
import { isAnswer, merged } from "./payload.js";

/** @typedef {import("./types.js").Button} Button */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./words.js").Words} Words */
/** @typedef {(said: {payload: string}, title: string) => void} Say */

const FEW = 5;

/** @param {Message} message @param {Words} words @param {Say} say @returns {HTMLElement | null} */
export function choices(message, words, say) {
  if (message.buttons.length === 0) return null;
  const answers = message.buttons.filter(isAnswer);
  const main = answers.length > 0 ? answers : message.buttons;
  const around = message.buttons.filter((each) => !main.includes(each));
  const many = message.choice === "many" && answers.length > 0;
  return h(
    "div",
    { class: "choices", lang: message.language },
    many ? ticks(answers, words, say) : list(main, "choice", say),
    around.length > 0 ? list(around, "around", say) : null,
  );
}

/** @param {Button[]} buttons @param {"choice" | "around"} kind @param {Say} say */
function list(buttons, kind, say) {
  const items = buttons.map(({ title, payload }) => {
    const click = () => say({ payload }, title);
    return h("button", { type: "button", class: kind, dir: "auto", click }, title);
  });
  return h("div", { class: kind === "around" ? "arounds" : group(buttons) }, ...items);
}

/** @param {Button[]} buttons */
function group(buttons) {
  return buttons.length > FEW ? "options" : "options few";
}

/** @param {Button[]} buttons @param {Words} words @param {Say} say */
function ticks(buttons, words, say) {
  const boxes = buttons.map(({ payload }) => h("input", { type: "checkbox", name: "option", value: payload }));
  const rows = buttons.map(({ title }, at) =>
    h("label", { class: "choice tick" }, boxes[at], h("span", { dir: "auto" }, title)),
  );
  const missing = h("p", { class: "problem", role: "alert" });
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    const ticked = buttons.filter((_, at) => boxes[at].checked);
    missing.textContent = ticked.length > 0 ? "" : words.say("choose_some");
    if (ticked.length === 0) return boxes[0].focus();
    say({ payload: merged(ticked.map((each) => each.payload)) }, ticked.map((each) => each.title).join(", "));
  };
  return h(
    "form",
    { class: "ticks", submit: send },
    h(
      "fieldset",
      {},
      h("legend", {}, words.say("choose_many")),
      h("div", { class: group(buttons) }, ...rows),
    ),
    missing,
    h("button", { class: "main" }, words.say("send_choices")),
  );
}
