/** Who speaks when it is not the bot: waiting for a human, with one, closed. */

import { contactBox } from "./contact.js";
import { button, h } from "./dom.js";

/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {import("./words.js").Words} Words */

export class Place {
  #shown = "";

  /** @param {Words} words @param {{cancel: () => void, contact: import("./contact.js").Leave}} on */
  constructor(words, on) {
    this.words = words;
    this.on = on;
    this.element = h("section", { class: "place", role: "status", hidden: true });
  }

  /** Only a change is drawn, so that only a change is read. @param {Conversation} conversation */
  show(conversation) {
    const { holder, counsellor, queue, contact } = conversation;
    const shown = JSON.stringify([holder, counsellor, queue, contact]);
    if (shown === this.#shown || this.#isWritten(conversation)) return;
    this.#shown = shown;
    this.element.hidden = holder === "bot";
    this.element.className = `place ${holder}`;
    this.element.replaceChildren(...this.#content(conversation));
  }

  /** A step forward in the queue takes away nothing that is being typed. @param {Conversation} conversation */
  #isWritten({ holder, contact }) {
    const field = /** @type {HTMLInputElement | null} */ (this.element.querySelector("#contact"));
    return Boolean(field?.value) && contact === null && this.element.classList.contains(holder);
  }

  /** @param {Conversation} conversation */
  #content({ holder, counsellor, queue, contact }) {
    const { words } = this;
    const box = contactBox(words, contact, this.on.contact);
    if (holder === "waiting") return this.#waiting(queue, box);
    if (holder === "closed") return [h("p", {}, words.say("closed"))];
    const text = counsellor ? words.say("with_counsellor", { name: counsellor }) : words.say("with_someone");
    return holder === "counsellor" ? [h("p", {}, text), box] : [];
  }

  /** @param {Conversation["queue"]} queue @param {HTMLElement} box */
  #waiting(queue, box) {
    const { words } = this;
    const where = queue ? words.say("position", { position: queue.position }) : "";
    return [
      h("h2", {}, words.say("waiting")),
      h("p", {}, `${where} ${this.#usual(queue?.wait_seconds ?? null)}`.trim()),
      h("p", { class: "meanwhile" }, words.say("meanwhile")),
      box,
      button("around", this.on.cancel, words.say("cancel_waiting")),
    ];
  }

  /** @param {number | null} seconds */
  #usual(seconds) {
    if (seconds === null) return "";
    const minutes = Math.max(1, Math.round(seconds / 60));
    if (minutes < 60) return this.words.say("wait_minutes", { minutes });
    return this.words.say("wait_hours", { hours: Math.round(minutes / 60) });
  }
}
