/** One message of the conversation. */

import { withCalls } from "./calls.js";
import { choices } from "./choices.js";
import { h, spoken } from "./dom.js";
import { serviceCard } from "./service.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./choices.js").Say} Say */
/** @typedef {import("./words.js").Words} Words */

/** @param {Message} message @param {Words} words @param {Say} say */
export function messageItem(message, words, say) {
  const lang = message.language;
  return h(
    "li",
    { class: `message ${message.author}`, "data-seq": String(message.seq), ...quiet(message.author) },
    h("p", { class: "sender" }, face(message, words), sender(message, words)),
    progressWords(message, words),
    h("div", { class: "words", lang, dir: "auto" }, ...withCalls(message.text, callable(message, words))),
    original(message, words),
    services(message, words),
    choices(message, words, say),
  );
}

/** What a counsellor wrote before a machine translated it. @param {Message} message @param {Words} words */
function original({ original }, words) {
  if (!original) return null;
  const text = h("div", { class: "words", lang: original.language, dir: "auto" }, original.text);
  return h("details", { class: "original" }, h("summary", {}, words.say(`translated_${original.language}`)), text);
}

/** Only the service's own words name numbers to call. @param {Message} message @param {Words} words */
function callable(message, words) {
  return message.author === "bot" ? words.numbers : [];
}

/** A person's own words need not be read to them. @param {string} author */
function quiet(author) {
  return author === "person" ? { "aria-live": "off", tabindex: "-1" } : {};
}

/** @param {Message} message @param {Words} words */
function face({ author }, { look }) {
  return author === "bot" && look.avatar ? h("img", { class: "avatar", src: look.avatar, alt: "" }) : null;
}

/** @param {Message} message @param {Words} words */
function sender(message, words) {
  if (message.author === "counsellor") return `${message.name || ""} · ${words.say("counsellor")}`.replace(/^ · /, "");
  return words.say(message.author === "person" ? "you" : message.author);
}

/** @param {Message} message @param {Words} words */
function progressWords(message, words) {
  if (!message.progress) return null;
  const [now, all] = message.progress;
  return spoken(words.say("progress", { now, all }));
}

/** @param {Message} message @param {Words} words */
function services(message, words) {
  if (message.services.length === 0) return null;
  return h("div", { class: "services" }, ...message.services.map((each) => serviceCard(each, words)));
}

/** What the person said, before the service has it. @param {Item} item @param {Words} words */
export function pendingItem(item, words) {
  return h(
    "li",
    { class: "message person pending", ...quiet("person") },
    h("p", { class: "sender" }, words.say("you")),
    h("div", { class: "words", lang: words.language, dir: "auto" }, item.title),
    h("p", { class: "fate" }, words.say("sending")),
  );
}
