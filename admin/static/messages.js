/** The messages of the open conversation. */

import { isOffline, Problem } from "/static/chat/http.js";
import { fill, one } from "./fill.js";
import { call } from "./panel-api.js";

const NEAR_END_PX = 80;

/** @typedef {{seq: number, author: string, language: string, at: string}} Message */

export class Messages {
  #read = 0;

  /** @param {string} conversation @param {number} last the seq of the last message shown */
  constructor(conversation, last) {
    this.conversation = conversation;
    this.last = last;
    this.log = one(document, "#messages");
  }

  /** Shows a message once, in its place, whether it comes by the stream or as the answer to sending. */
  add(/** @type {Message} */ message) {
    if (one(this.log, `[data-seq="${message.seq}"]`)) return;
    const follows = this.#isAtEnd();
    const item = fill("message-template", message);
    item.dataset.seq = String(message.seq);
    item.dataset.author = message.author;
    one(item, ".text").lang = message.language;
    one(item, "time").setAttribute("datetime", message.at);
    const items = /** @type {NodeListOf<HTMLElement>} */ (this.log.querySelectorAll("ol > li"));
    const next = [...items].find((other) => Number(other.dataset.seq) > message.seq);
    one(this.log, "ol").insertBefore(item, next ?? null);
    if (message.author !== "counsellor") this.last = Math.max(this.last, message.seq);
    if (follows || message.author === "counsellor") this.toEnd();
    this.readIfSeen();
  }

  toEnd() {
    const scrolling = this.#scrolling();
    scrolling.scrollTop = scrolling.scrollHeight;
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scrolling();
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  /** On a narrow screen the whole page scrolls. */
  #scrolling() {
    const own = getComputedStyle(this.log).overflowY === "auto";
    return own ? this.log : /** @type {Element} */ (document.scrollingElement);
  }

  /** Tells the service what has been read, while the conversation is ours and the tab is seen. */
  async readIfSeen() {
    if (document.hidden || this.#read >= this.last || !document.getElementById("reply-form")) return;
    const seq = this.last;
    this.#read = seq;
    try {
      await call("PUT", `/admin/api/conversations/${encodeURIComponent(this.conversation)}/seen`, { seq });
    } catch (error) {
      if (!isOffline(error) && !(error instanceof Problem)) throw error;
      this.#read = 0; // told again with the next message
    }
  }
}
