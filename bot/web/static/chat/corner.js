/** The chat behind a button in a corner of somebody else's page: beside the page, never in its way. */

import { button, h, icon } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */

export class Corner {
  #unread = 0;
  #name = h("span");
  #badge = h("span", { class: "unread", hidden: true });
  #panel = h("dialog", { class: "panel", tabindex: "-1" });
  #button = button("launcher", () => this.#open(), icon("logo"), this.#name, this.#badge);
  /** @type {Words | null} */
  #words = null;

  /** @param {HTMLElement} skin */
  constructor(skin) {
    skin.append(this.#panel, this.#button);
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.#panel.querySelector("dialog[open]")) this.shut();
    });
    this.#panel.addEventListener("focusout", (event) => this.#left(event.relatedTarget));
  }

  /** @param {HTMLElement} frame @param {Words} words */
  show(frame, words) {
    this.#words = words;
    this.#name.textContent = words.name;
    this.#button.lang = this.#panel.lang = words.language;
    this.#button.dir = words.dir;
    this.#panel.setAttribute("aria-label", words.name);
    this.#panel.replaceChildren(frame);
    this.#count(this.#unread);
  }

  /** @param {number} count messages of others that came just now */
  news(count) {
    if (!this.#panel.open) this.#count(this.#unread + count);
  }

  /** @param {number} unread */
  #count(unread) {
    this.#unread = unread;
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = String(unread);
    const news = unread ? `. ${this.#words?.say("new_messages")}: ${unread}` : "";
    this.#button.setAttribute("aria-label", this.#name.textContent + news);
  }

  #open() {
    this.#panel.show();
    this.#button.hidden = true;
    this.#count(0);
    this.#panel.focus();
  }

  shut() {
    this.#panel.close();
    this.#button.hidden = false;
    this.#button.focus();
  }

  /** Where it covers the page, whoever goes on to the page sees the page.
   * @param {EventTarget | null} to */
  #left(to) {
    if (!to || this.#panel.contains(/** @type {Node} */ (to)) || this.#panel.offsetWidth < innerWidth) return;
    this.#panel.close();
    this.#button.hidden = false;
  }
}
