/** Between the person and the service: sending, listening, and what to say when something fails. */

import { listen } from "./listen.js";
import { Notices } from "./notices.js";
import { Outbox } from "./outbox.js";

/** @typedef {import("./chat.js").Chat} Chat */
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
      failed: (item) => (this.#idle(), this.chat.shell.log.fail(item, () => void this.outbox.retry())),
      refused: (item, problem) => this.#refused(item, problem),
    });
    this.live = listen(chat, this);
    window.addEventListener("offline", () => this.notices.connected(false));
    window.addEventListener("online", () => (this.notices.connected(true), void this.outbox.retry()));
  }

  /** @param {Item} item */
  send(item) {
    this.chat.shell.log.pend(item);
    if (this.chat.conversation.holder !== "counsellor") this.notices.types("typing", SLOW_MS);
    void this.outbox.add(item);
  }

  /** @param {Item} item */
  async #deliver(item) {
    const { api, conversation } = this.chat;
    if (!api.access) await this.#start();
    const answer = await api.send(item);
    this.chat.shell.log.settle(item, conversation.take(answer.messages));
    this.take({ ...answer, messages: [] });
    this.notices.connected(true);
    this.#idle();
  }

  async #start() {
    const { api, conversation, setting } = this.chat;
    const started = await api.start(api.language, setting.municipality);
    this.chat.enter(started);
    conversation.take(started.messages);
    this.live.start();
  }

  /** Nothing of this conversation is sent or heard any more. */
  stop() {
    this.live.stop();
    this.outbox.clear();
    this.#held = [];
  }

  /** Nothing is under way any more: what came meanwhile is shown. */
  #idle() {
    this.notices.types("");
    this.chat.shell.log.add(this.chat.conversation.take(this.#held.splice(0)));
    this.chat.shell.stand(this.chat.conversation);
  }

  /** @param {Item} item @param {Problem} problem */
  #refused(item, problem) {
    const text = "text" in item.said ? item.said.text : "";
    this.chat.shell.log.refuse(item);
    this.#idle();
    void this.notices.attempt(async () => {
      if (problem.gone) await this.chat.close("expired");
      this.chat.shell.composer.put(text);
      this.notices.tell(problem.gone ? this.chat.shell.words.say("expired") : problem.message);
    });
  }

  /** An answer to anything but a message. @param {Answer} answer */
  take(answer) {
    const { conversation, shell } = this.chat;
    if (answer.holder) conversation.stand({ ...conversation, holder: answer.holder });
    shell.log.add(conversation.take(answer.messages));
    shell.stand(conversation);
  }

  /** While a message is under way, what the stream brings waits: it may be that very message.
   * @param {Message[]} messages */
  heard(messages) {
    this.#held.push(...messages);
    if (!this.outbox.busy) this.#idle();
  }
}
