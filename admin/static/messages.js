/** The messages of the open conversation. */

import { isOffline, Problem } from "/static/chat/http.js";
import { separateDays } from "./days.js";
import { fill, one } from "./fill.js";
import { call } from "./panel-api.js";
import { showMark, showTyping } from "./receipts.js";

const NEAR_END_PX = 80;

/** @typedef {{seq: number, author: string, language: string, at: string, day: string, day_name: string}} Message */

export class Messages {
  #read = 0;

  /** @param {string} conversation @param {number} last the seq of the last message shown */
  constructor(conversation, last) {
    this.conversation = conversation;
    this.last = last;
    this.log = one(document, "#messages");
    this.list = one(this.log, "ol");
  }

  /** The seq of the first message shown. */
  get first() {
    return Number(one(this.list, "[data-seq]")?.dataset.seq ?? 0);
  }

  /** Shows a message once, in its place, whether it comes by the stream or as the answer to sending. */
  add(/** @type {Message} */ message) {
    if (one(this.log, `[data-seq="${message.seq}"]`)) return;
    const follows = this.#isAtEnd();
    const items = /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("[data-seq]"));
    const next = [...items].find((other) => Number(other.dataset.seq) > message.seq);
    this.list.insertBefore(drawn(message), next ?? null);
    separateDays(this.list);
    showMark(this.log);
    if (message.author === "person") showTyping(false);
    if (message.author !== "counsellor") this.last = Math.max(this.last, message.seq);
    if (follows || message.author === "counsellor") this.toEnd();
    this.readIfSeen();
  }

  /** Puts earlier messages above what is read, which stays in view. @param {Message[]} earlier */
  before(earlier) {
    const scrolling = this.#scrolling();
    const below = scrolling.scrollHeight - scrolling.scrollTop;
    this.list.prepend(...earlier.map(drawn));
    separateDays(this.list);
    scrolling.scrollTop = scrolling.scrollHeight - below;
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

/** @param {Message} message */
function drawn(message) {
  const item = fill("message-template", message);
  const { seq, author, day } = message;
  Object.assign(item.dataset, { seq: String(seq), author, day, dayName: message.day_name });
  one(item, ".text").lang = message.language;
  one(item, "time").setAttribute("datetime", message.at);
  return item;
}
