/** What is said beside the messages: who is typing, that the connection is gone, what went wrong. */

import { Problem, isOffline } from "./http.js";

/** @typedef {import("./chat.js").Chat} Chat */

const TYPES_FOR_MS = 5000;

export class Notices {
  #timer = 0;

  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
  }

  /** @param {string} key of the words, "" for nobody @param {number} [after] milliseconds */
  types(key, after = 0) {
    clearTimeout(this.#timer);
    if (after) this.#timer = window.setTimeout(() => this.#types(key), after);
    else this.#types(key);
  }

  /** @param {string} key */
  #types(key) {
    const { log, words } = this.chat.shell;
    log.scroll.types(key && words.say(key));
    if (key === "typing_counsellor") this.types("", TYPES_FOR_MS);
  }

  /** @param {boolean} connected */
  connected(connected) {
    this.#announce(connected ? "" : "offline");
  }

  /** Those that were not known yet: what others say is counted where the chat is shut.
   * @param {import("./types.js").Message[]} messages */
  news(messages) {
    const fresh = this.chat.conversation.take(messages);
    this.chat.setting.stage.corner?.news(fresh.filter(({ author }) => author !== "person").length);
    return fresh;
  }

  /** What was written waits for the service. */
  away() {
    this.types("");
    this.#announce(navigator.onLine ? "away" : "offline");
  }

  /** @param {string} key of the words, "" for nothing */
  #announce(key) {
    const { banner, words } = this.chat.shell;
    const text = key && words.say(key);
    if (banner.textContent !== text) banner.textContent = text;
  }

  /** @param {string} text "" when the service gave no words */
  tell(text) {
    this.chat.shell.composer.tell(text || this.chat.shell.words.say("failed"));
  }

  /** Does something that may be refused, and says so then. @param {() => Promise<void>} act */
  async attempt(act) {
    try {
      await act();
    } catch (error) {
      if (error instanceof Problem) this.tell(error.message);
      else if (isOffline(error)) this.tell("");
      else throw error;
    }
  }
}
