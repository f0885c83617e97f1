/** The frame around the conversation: name, language, menu, leaving, and where one writes. */

import { Composer } from "./composer.js";
import { h, icon, spoken } from "./dom.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { Place } from "./place.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./conversation.js").Conversation} Conversation */
/** `page`: it is the whole page, and not a part of somebody else's.
 * @typedef {{base: string, page: boolean, limit: number, lasting: boolean}} Surroundings */
/**
 * @typedef {import("./menu.js").MenuActions & {say: import("./choices.js").Say, write: (text: string) => void,
 *   speak: (language: string) => void, leave: () => void, cancel: () => void,
 *   contact: import("./contact.js").Leave, opened: () => void}} Actions
 */

export class Shell {
  /** @param {Words} words @param {Surroundings} around @param {Actions} on */
  constructor(words, around, on) {
    this.words = words;
    this.log = new Log(words, on.say);
    this.composer = new Composer(words, around.limit, on.write);
    this.place = new Place(words, on);
    this.menu = new Menu(words, around.lasting, on);
    this.languages = h("select", { id: "language", change: () => on.speak(this.languages.value) });
    this.bar = h("progress", { class: "progress", "aria-hidden": "true", hidden: true });
    this.count = h("span", { class: "count", "aria-hidden": "true" });
    this.paused = h("p", { class: "paused", role: "status" });
    this.banner = h("p", { class: "banner", role: "status" });
    this.element = this.#frame(around, this.#head(around.base, on));
  }

  /** Landmarks are the page's business where the chat is only a part of it.
   * @param {Surroundings} around @param {HTMLElement} head */
  #frame({ page }, head) {
    const { words, log } = this;
    const title = page ? h("h1", { class: "spoken" }, words.say("title")) : null;
    const notice = h("p", { class: "notice" }, words.say("notice"), this.count);
    const label = page ? undefined : words.say("title");
    return h(
      page ? "div" : "section",
      { class: "frame", lang: words.language, dir: words.dir, "aria-label": label },
      head,
      this.bar,
      h(page ? "main" : "div", { class: "room" }, title, notice, this.paused, log.scroll.element),
      h("footer", { class: "foot" }, log.scroll.more, this.place.element, this.banner, this.composer.element),
      this.menu.element,
    );
  }

  /** @param {string} base @param {Actions} on */
  #head(base, on) {
    const { words } = this;
    const leave = (/** @type {Event} */ event) => (event.preventDefault(), on.leave());
    const rest = words.say("leave_quickly").replace(words.say("leave"), "");
    return h(
      "header",
      { class: "head" },
      h("p", { class: "brand" }, h("img", { src: `${base}/static/icon.svg`, alt: "", width: "32", height: "32" }), h("span", {}, "Osaamo")),
      this.#languages(),
      h("a", { class: "leave", href: `${base}/leave`, click: leave }, words.say("leave"), h("span", { class: "rest" }, rest)),
      h("button", { type: "button", class: "plain", click: on.opened }, icon("menu"), spoken(words.say("menu"))),
    );
  }

  #languages() {
    const { words } = this;
    const options = words.languages.map(({ code, name }) => {
      return h("option", { value: code, lang: code, selected: code === words.language }, name);
    });
    this.languages.append(...options);
    const label = h("label", { for: "language", class: "spoken" }, words.say("language"));
    return h("div", { class: "language" }, label, this.languages);
  }

  /** @param {Conversation} conversation */
  stand(conversation) {
    const atEnd = this.log.scroll.nearEnd;
    this.place.show(conversation);
    this.paused.textContent = conversation.notice;
    if (atEnd) this.log.scroll.toEnd();
    const [now, all] = conversation.progress ?? [0, 0];
    this.bar.hidden = all === 0;
    this.bar.max = all || 1;
    this.bar.value = now;
    this.count.textContent = all ? `${now}/${all}` : "";
  }
}
