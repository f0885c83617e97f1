/** What the counsellor is told of the person: that they are writing, and what has been on their screen. */

/** @typedef {import("./chat.js").Chat} Chat */

const TELL_EVERY_MS = 4000;

export class Witness {
  #told = 0;
  #shown = 0;
  #seen = 0;

  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.observer = new IntersectionObserver((entries) => this.#moved(entries), { threshold: 0.3 });
    document.addEventListener("visibilitychange", () => this.#look());
  }

  /** The page is drawn anew, perhaps of another conversation. */
  watch() {
    const { composer, log } = this.chat.shell;
    const observe = () => log.list.querySelectorAll(".counsellor").forEach((item) => this.observer.observe(item));
    this.#shown = this.#seen = 0;
    this.observer.disconnect();
    new MutationObserver(observe).observe(log.list, { childList: true });
    observe();
    composer.field.addEventListener("input", () => this.#types());
  }

  /** Never what is written, only that something is. */
  #types() {
    const { api, conversation } = this.chat;
    if (conversation.holder !== "counsellor" || Date.now() - this.#told < TELL_EVERY_MS) return;
    this.#told = Date.now();
    api.hint("POST", "/typing");
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #moved(entries) {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) this.#shown = Math.max(this.#shown, Number(target.getAttribute("data-seq")));
    this.#look();
  }

  #look() {
    if (document.hidden || this.#shown <= this.#seen) return;
    this.#seen = this.#shown;
    this.chat.api.hint("PUT", "/seen", { seq: this.#seen });
  }
}
