/** Who speaks when it is not the bot: waiting for a human, with one, closed. */

import { h } from "./dom.js";

/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {import("./words.js").Words} Words */

export class Place {
  #shown = "";

  /** @param {Words} words @param {() => void} cancel */
  constructor(words, cancel) {
    this.words = words;
    this.cancel = cancel;
    this.element = h("section", { class: "place", role: "status", hidden: true });
  }

  /** Only a change is drawn, so that only a change is read. @param {Conversation} conversation */
  show(conversation) {
    const { holder, counsellor, queue } = conversation;
    const shown = JSON.stringify([holder, counsellor, queue]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.hidden = holder === "bot";
    this.element.className = `place ${holder}`;
    this.element.replaceChildren(...this.#content(conversation));
  }

  /** @param {Conversation} conversation */
  #content({ holder, counsellor, queue }) {
    const { words } = this;
    if (holder === "waiting") return this.#waiting(queue);
    if (holder === "closed") return [h("p", {}, words.say("closed"))];
    const text = counsellor ? words.say("with_counsellor", { name: counsellor }) : words.say("with_someone");
    return holder === "counsellor" ? [h("p", {}, text)] : [];
  }

  /** @param {Conversation["queue"]} queue */
  #waiting(queue) {
    const { words } = this;
    const where = queue ? words.say("position", { position: queue.position }) : "";
    return [
      h("h2", {}, words.say("waiting")),
      h("p", {}, `${where} ${this.#usual(queue?.wait_seconds ?? null)}`.trim()),
      h("p", { class: "meanwhile" }, words.say("meanwhile")),
      h("button", { type: "button", class: "around", click: this.cancel }, words.say("cancel_waiting")),
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
