/** The frame around the conversation: name, language, menu, leaving, and where one writes. */

import { Composer } from "./composer.js";
import { h, icon, spoken } from "./dom.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { Place } from "./place.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./conversation.js").Conversation} Conversation */
/**
 * @typedef {import("./menu.js").MenuActions & {say: import("./choices.js").Say, write: (text: string) => void,
 *   speak: (language: string) => void, leave: () => void, cancel: () => void, opened: () => void}} Actions
 */

export class Shell {
  /** @param {Words} words @param {number} limit @param {boolean} lasting @param {string} base @param {Actions} on */
  constructor(words, limit, lasting, base, on) {
    this.words = words;
    this.log = new Log(words, on.say);
    this.composer = new Composer(words, limit, on.write);
    this.place = new Place(words, on.cancel);
    this.menu = new Menu(words, lasting, on);
    this.languages = h("select", { id: "language", change: () => on.speak(this.languages.value) });
    this.bar = h("progress", { class: "progress", "aria-hidden": "true", hidden: true });
    this.count = h("span", { class: "count", "aria-hidden": "true" });
    this.banner = h("p", { class: "banner", role: "status" });
    this.element = h(
      "div",
      { class: "frame", lang: words.language, dir: words.dir },
      this.#head(base, on),
      this.bar,
      h("main", { class: "room" }, h("p", { class: "notice" }, words.say("notice"), this.count), this.log.scroll.element),
      h("footer", { class: "foot" }, this.log.scroll.more, this.place.element, this.banner, this.composer.element),
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
    this.place.show(conversation);
    const [now, all] = conversation.progress ?? [0, 0];
    this.bar.hidden = all === 0;
    this.bar.max = all || 1;
    this.bar.value = now;
    this.count.textContent = all ? `${now}/${all}` : "";
  }
}
