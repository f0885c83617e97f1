/** The frame around the conversation: name, language, menu, leaving, and where one writes. */

import { Composer } from "./composer.js";
import { button, h, icon, spoken } from "./dom.js";
import { Log } from "./log.js";
import { Place } from "./place.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./conversation.js").Conversation} Conversation */
/**
 * @typedef {{base: string, stage: import("./stage.js").Stage, limit: number}} Surroundings */
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
    this.on = on;
    this.languages = h("select", { id: "language", change: () => on.speak(this.languages.value) });
    this.bar = h("div", { class: "bar" });
    this.count = h("span", { class: "count", "aria-hidden": "true" });
    this.paused = h("p", { class: "paused", role: "status" });
    this.banner = h("p", { class: "banner", role: "status" });
    this.element = this.#frame(around, this.#head(around, on));
  }

  /** Landmarks are the page's business where the chat is only a part of it.
   * @param {Surroundings} around @param {HTMLElement} head */
  #frame({ stage: { page, corner } }, head) {
    const { words, log } = this;
    const title = page ? h("h1", { class: "spoken" }, words.say("title")) : null;
    const notice = h("p", { class: "notice" }, words.say("notice"), this.count);
    const label = page || corner ? undefined : words.say("title");
    return h(
      label ? "section" : "div",
      { class: "frame", lang: words.language, dir: words.dir, "aria-label": label },
      head,
      this.bar,
      h(page ? "main" : "div", { class: "room" }, title, notice, this.paused, log.scroll.element),
      h("footer", { class: "foot" }, log.scroll.more, this.place.element, this.banner, this.composer.element),
    );
  }

  /** @param {Surroundings} around @param {Actions} on */
  #head({ base, stage: { corner } }, on) {
    const { words } = this;
    const { name, logo } = words.look;
    const leave = (/** @type {Event} */ event) => (event.preventDefault(), on.leave());
    const rest = words.say("leave_quickly").replace(words.say("leave"), "");
    return h(
      "header",
      { class: "head" },
      h("p", { class: "brand" }, logo ? h("img", { src: logo, alt: "" }) : icon("logo"), h("span", {}, name)),
      this.#languages(),
      h("a", { class: "leave", href: `${base}/leave`, click: leave }, words.say("leave"), h("span", { class: "rest" }, rest)),
      button("plain", on.opened, icon("menu"), spoken(words.say("menu"))),
      corner && button("plain", () => corner.shut(), icon("close"), spoken(words.say("close"))),
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
    const nobody = conversation.holder === "bot" ? this.words.nobody : "";
    this.paused.textContent = `${conversation.notice}\n${nobody}`.trim();
    if (atEnd) this.log.scroll.toEnd();
    const [now, all] = conversation.progress ?? [0, 0];
    this.bar.style.inlineSize = `${(100 * now) / (all || 1)}%`;
    this.count.textContent = all ? `${now}/${all}` : "";
  }
}
