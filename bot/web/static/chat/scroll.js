/** The part of the page that scrolls, and where in it the person reads. */

import { button, h, icon } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */

const NEAR_END = 120;
const MARGIN = 16;

export class Scroll {
  /** @param {Words} words @param {HTMLElement} list */
  constructor(words, list) {
    this.typing = h("p", { class: "typing", "aria-live": "off" });
    const log = { role: "log", "aria-live": "polite", tabindex: "0", "aria-label": words.say("log") };
    this.element = h("div", { class: "scroll", ...log }, list, this.typing);
    this.more = button("more", () => this.toEnd(), words.say("new_messages"), icon("down"));
    this.more.hidden = true;
    this.element.addEventListener("scroll", () => (this.more.hidden ||= this.nearEnd));
  }

  get nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.more.hidden = true;
  }

  /** Only this part moves, not a city's page around it; unless it is so low that the page scrolls instead.
   * @param {HTMLElement} item */
  show(item) {
    this.element.scrollTop = item.offsetTop - MARGIN;
    if (getComputedStyle(this.element).overflowY === "visible") item.scrollIntoView({ block: "start" });
  }

  /** @param {string} text "" for nobody */
  types(text) {
    this.typing.textContent = text;
  }
}
