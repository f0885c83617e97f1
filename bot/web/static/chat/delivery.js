/** Between the person and the service: sending, listening, and what to say when something fails. */

import { start } from "./begin.js";
import { heard, listen } from "./listen.js";
import { settled, waits } from "./memory.js";
import { Notices } from "./notices.js";
import { Outbox } from "./outbox.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {import("./events.js").StreamEvent} StreamEvent */
/** @typedef {import("./http.js").Problem} Problem */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Message} Message */
const SLOW_MS = 400;

export class Delivery {
  /** @type {Message[]} */
  #held = [];

  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.notices = new Notices(chat);
    this.outbox = new Outbox({
      deliver: (item) => this.#deliver(item),
      waits: () => this.notices.away(),
      failed: (item) => (this.idle(), this.chat.shell.log.fail(item, () => void this.outbox.retry())),
      refused: (item, problem) => this.#refused(item, problem),
    });
    this.live = listen(chat);
    window.addEventListener("offline", () => this.notices.connected(false));
    window.addEventListener("online", () => (this.notices.connected(true), void this.outbox.retry()));
  }

  /** @param {Item} item */
  send(item) {
    waits(item, this.chat.lasting);
    this.chat.shell.log.pend(item);
    if (this.chat.conversation.holder !== "counsellor") this.notices.types("typing", SLOW_MS);
    void this.outbox.add(item);
  }

  /** @param {Item} item */
  #deliver(item) {
    return this.chat.api.access ? this.#post(item) : start(this.chat, () => this.#post(item));
  }

  /** @param {Item} item */
  async #post(item) {
    const answer = await this.chat.conversation.newest(this.chat.api.send(item));
    settled(item);
    this.chat.shell.log.settle(item, this.notices.news(answer.messages));
    this.notices.connected(true);
    this.idle();
  }

  /** Nothing is sent or heard any more. */
  stop() {
    this.live.stop();
    this.outbox.clear();
    this.#held = [];
  }

  /** Nothing is under way any more: what came meanwhile is shown. */
  idle() {
    this.notices.types("");
    this.chat.shell.log.add(this.notices.news(this.#held.splice(0)));
    this.chat.shell.stand(this.chat.conversation);
  }

  /** @param {Item} item @param {Problem} problem */
  #refused(item, problem) {
    const text = "text" in item.said ? item.said.text : "";
    settled(item);
    this.chat.shell.log.refuse(item);
    this.idle();
    void this.notices.attempt(async () => {
      if (problem.gone) await this.chat.close("expired");
      this.chat.shell.composer.put(text);
      this.notices.tell(problem.gone ? this.chat.shell.words.say("expired") : problem.message);
    });
  }

  /** An answer to anything but a message. @param {Promise<Answer>} asked */
  async take(asked) {
    const { messages } = await this.chat.conversation.newest(asked);
    this.chat.shell.log.add(this.notices.news(messages));
    this.chat.shell.stand(this.chat.conversation);
  }

  /** What the service tells by itself. While a message is under way, messages wait: it may be that very one.
   * @param {StreamEvent} event */
  heard({ event, data }) {
    if (event !== "message") return this.chat.ready && heard(this.chat, event, JSON.parse(data));
    this.#held.push(JSON.parse(data));
    if (this.chat.ready && !this.outbox.busy) this.idle();
  }
}
