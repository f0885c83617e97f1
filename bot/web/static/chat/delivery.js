/** Between the person and the service: sending, listening, and what to say when something fails. */

import { Problem, isOffline } from "./http.js";
import { Live } from "./live.js";
import { Notices } from "./notices.js";
import { Outbox } from "./outbox.js";

/** @typedef {import("./chat.js").Chat} Chat */
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
      failed: (item) => (this.#idle(), this.chat.shell.log.fail(item, () => void this.outbox.retry())),
      refused: (item, problem) => this.#refused(item, problem),
    });
    this.live = new Live({
      request: () => ({ url: chat.api.base + chat.api.path("/events"), headers: this.#headers() }),
      event: ({ event, data }) => this.#heard(event, JSON.parse(data)),
      connected: (connected) => this.notices.connected(connected),
      gone: () => void this.attempt(() => chat.close("expired")),
    });
    window.addEventListener("offline", () => this.notices.connected(false));
    window.addEventListener("online", () => (this.notices.connected(true), void this.outbox.retry()));
  }

  /** @returns {Record<string, string>} */
  #headers() {
    return { ...this.chat.api.headers(), "Last-Event-ID": String(this.chat.conversation.complete) };
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
    this.#idle();
  }

  async #start() {
    const { api, conversation, setting } = this.chat;
    const started = await api.start(api.language, setting.municipality);
    this.chat.enter(started);
    conversation.take(started.messages);
    this.live.start();
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
    void this.attempt(async () => {
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
   * @param {string} event @param {any} data */
  #heard(event, data) {
    const { conversation, shell } = this.chat;
    if (event === "typing") return this.notices.types(data.author === "counsellor" ? "typing_counsellor" : "typing");
    if (event === "state" && data.erased) return void this.attempt(() => this.chat.close("deleted"));
    if (event === "state") conversation.stand(data);
    else this.#held.push(data);
    if (!this.outbox.busy) this.#idle();
    else shell.stand(conversation);
  }

  /** Does something that may be refused, and says so then. @param {() => Promise<void>} act */
  async attempt(act) {
    try {
      await act();
    } catch (error) {
      if (error instanceof Problem) this.notices.tell(error.message);
      else if (isOffline(error)) this.notices.tell("");
      else throw error;
    }
  }
}
