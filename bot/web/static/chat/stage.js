/** Where the chat stands on the page: in its place, as the whole of it, or over it in a corner. */

import { Corner } from "./corner.js";
import { h } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */

export class Stage {
  #skin = h("div", { class: "osaamo" });
  /** @type {Corner | null} */
  corner = null;

  #sheet = new CSSStyleSheet();

  /** What `rem` means is the page's own affair, and only our page's ours.
   * @param {HTMLElement} host @param {string} css */
  constructor(host, css) {
    this.host = host;
    this.page = host.hasAttribute("page");
    this.#sheet.replaceSync(this.page ? css : css.replace(/([\d.]+)rem/g, (_, size) => `${size * 16}px`));
    if (host.getAttribute("scheme") === "light") this.#skin.classList.add("light");
    if (host.hasAttribute("floating")) this.corner = new Corner(this.#skin);
  }

  /** What the page shows by itself stays until the chat is ready to take its place.
   * @param {HTMLElement} frame @param {Words} words */
  show(frame, words) {
    if (this.corner) this.corner.show(frame, words);
    else this.#skin.replaceChildren(frame);
    this.#appear();
    if (!this.page) return;
    document.documentElement.lang = words.language;
    document.title = words.say("title");
  }

  /** @param {string} sentence why there is no chat here */
  refuse(sentence) {
    this.#skin.replaceChildren(h("p", { class: "refused", role: "alert", dir: "auto" }, sentence));
    this.#appear();
  }

  /** A colour that is none would take ours away too. */
  #appear() {
    const { host } = this;
    if (host.shadowRoot) return;
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [this.#sheet];
    host.replaceChildren();
    root.append(this.#skin);
    const accent = getComputedStyle(host).getPropertyValue("--osaamo-accent");
    if (!CSS.supports("color", accent)) this.#skin.style.setProperty("--osaamo-accent", "initial");
  }
}
