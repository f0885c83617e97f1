/** What one seldom needs: remembering, coming back by code, a copy, beginning again, deleting, privacy. */

import { button, form, h, icon, spoken } from "./dom.js";
import { paperCode } from "./paper.js";

/** @typedef {import("./words.js").Words} Words */
/**
 * @typedef {{remember: (lasting: boolean) => void, code: () => void, resume: (code: string) => void,
 *   take: () => void, about: string, restart: () => void, erase: () => void}} MenuActions
 */

const PRIVACY = ["privacy_anonymous", "privacy_masked", "privacy_kept", "leave_hint", "esco"];

export class Menu {
  /** @param {Words} words @param {boolean | null} lasting null where it is not offered
   * @param {MenuActions} actions */
  constructor(words, lasting, actions) {
    this.words = words;
    this.actions = actions;
    this.sure = h("div", { class: "sure", hidden: true });
    this.started = h("div", { class: "started" }, ...this.#forStarted());
    const close = () => this.element.close();
    this.element = h(
      "dialog",
      { class: "menu", "aria-labelledby": "menu-title" },
      h(
        "div",
        { class: "menu-head" },
        h("h2", { id: "menu-title" }, words.say("menu")),
        button("plain", close, icon("close"), spoken(words.say("close"))),
      ),
      lasting === null ? null : this.#remember(lasting),
      this.started,
      this.#code(),
      h("h3", {}, words.say("privacy")),
      ...PRIVACY.map((key) => h("p", {}, words.say(key))),
      h("a", { class: "around", href: actions.about, target: "_blank" }, words.say("about")),
    );
  }

  /** @param {boolean} hasConversation */
  open(hasConversation) {
    this.started.hidden = !hasConversation;
    this.sure.hidden = true;
    this.element.showModal();
  }

  /** @param {boolean} lasting */
  #remember(lasting) {
    const change = (/** @type {Event} */ event) =>
      this.actions.remember(/** @type {HTMLInputElement} */ (event.target).checked);
    const box = h("input", { type: "checkbox", change, "aria-describedby": "remember-hint" });
    box.checked = lasting;
    const label = h("label", { class: "choice tick" }, box, h("span", {}, this.words.say("remember")));
    return h("div", {}, label, h("p", { id: "remember-hint", class: "note" }, this.words.say("remember_hint")));
  }

  #code() {
    const value = paperCode();
    if (value) history.replaceState(null, "", location.pathname + location.search);
    const typed = { inputmode: "numeric", autocomplete: "off", required: true, maxlength: "40" };
    const field = h("input", { id: "code", ...typed, value, autofocus: value !== undefined });
    return form(
      "code",
      () => this.#done(() => this.actions.resume(field.value)),
      h("label", { for: "code" }, this.words.say("code")),
      h("p", { class: "note" }, this.words.say("code_hint")),
      h("div", { class: "row" }, field, h("button", { class: "around" }, this.words.say("open"))),
    );
  }

  #forStarted() {
    const { code, restart, take, erase } = this.actions;
    this.sure.append(
      h("p", {}, this.words.say("delete_sure")),
      this.#button("delete_yes", () => this.#done(erase), "main danger"),
      this.#button("delete_no", () => (this.sure.hidden = true)),
    );
    return [
      this.#button("start_again", () => this.#done(restart)),
      this.#button("get_code", () => this.#done(code)),
      this.#button("take_with_you", () => this.#done(take)),
      this.#button("delete", () => (this.sure.hidden = false)),
      this.sure,
    ];
  }

  /** @param {string} key @param {() => void} click @param {string} [kind] */
  #button(key, click, kind = "around") {
    return button(kind, click, this.words.say(key));
  }

  /** @param {() => void} act */
  #done(act) {
    this.element.close();
    act();
  }
}
