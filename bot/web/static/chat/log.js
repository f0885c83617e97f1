/** The messages on the page. */

import { button, h } from "./dom.js";
import { messageItem, pendingItem } from "./message.js";
import { Scroll } from "./scroll.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./words.js").Words} Words */

export class Log {
  /** @type {Map<string, HTMLElement>} */
  #pending = new Map();

  /** @param {Words} words @param {import("./choices.js").Say} say */
  constructor(words, say) {
    this.words = words;
    this.say = say;
    this.list = h("ol", { class: "messages" });
    this.scroll = new Scroll(words, this.list);
  }

  /** @param {Message[]} messages */
  add(messages) {
    const wasNearEnd = this.scroll.nearEnd;
    for (const message of messages) this.#place(message);
    if (wasNearEnd && this.#pending.size === 0) this.scroll.toEnd();
    else if (messages.some((each) => each.author !== "person")) this.scroll.more.hidden = this.scroll.nearEnd;
  }

  /** The choices of a question go when the person has spoken after it. @param {Message} message */
  #place(message) {
    if (message.author === "person") this.#choices().forEach((each) => each.remove());
    const items = [...this.list.children];
    const later = items.find((each) => Number(each.getAttribute("data-seq") ?? Infinity) > message.seq);
    this.list.insertBefore(messageItem(message, this.words, this.say), later ?? null);
  }

  /** @returns {HTMLElement[]} */
  #choices() {
    return [...this.list.querySelectorAll(".choices")].filter((each) => each instanceof HTMLElement);
  }

  /** @param {Item} item */
  pend(item) {
    const hadFocus = this.list.contains(/** @type {ShadowRoot} */ (this.list.getRootNode()).activeElement);
    this.#choices().forEach((each) => (each.hidden = true));
    const pending = pendingItem(item, this.words);
    this.#pending.set(item.clientId, pending);
    this.list.append(pending);
    if (hadFocus) pending.focus({ preventScroll: true });
    this.scroll.show(pending);
  }

  /** Its answer takes the place of what was pending; the person's words stay where they are in view.
   * @param {Item} item @param {Message[]} messages */
  settle(item, messages) {
    const pending = this.#pending.get(item.clientId);
    const hadFocus = pending?.matches(":focus");
    pending?.remove();
    this.#pending.delete(item.clientId);
    for (const message of messages) this.#place(message);
    const own = messages.find((each) => each.author === "person");
    const shown = own && this.list.querySelector(`[data-seq="${own.seq}"]`);
    if (shown instanceof HTMLElement) {
      if (hadFocus) shown.focus({ preventScroll: true });
      this.scroll.show(shown);
    }
  }

  /** @param {Item} item @param {() => void} retry */
  fail(item, retry) {
    const again = button("again", retry, this.words.say("try_again"));
    const fate = this.#pending.get(item.clientId)?.querySelector(".fate");
    fate?.replaceChildren(this.words.say("not_sent"), " ", again);
    fate?.setAttribute("role", "alert");
  }

  /** @param {Item} item */
  refuse(item) {
    this.#pending.get(item.clientId)?.remove();
    this.#pending.delete(item.clientId);
    this.#choices().forEach((each) => (each.hidden = false));
  }
}
