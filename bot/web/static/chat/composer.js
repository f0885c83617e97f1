/** Where the person writes. */

import { form, h, icon } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */

const TELL_BELOW = 200;

export class Composer {
  /** @param {Words} words @param {number} limit in characters @param {(text: string) => void} send */
  constructor(words, limit, send) {
    this.words = words;
    this.limit = limit;
    this.send = send;
    const field = { id: "text", rows: "1", placeholder: words.say("write"), autocomplete: "off", dir: "auto" };
    this.field = h("textarea", { ...field, "aria-describedby": "left problem", enterkeyhint: "send" });
    this.left = h("p", { id: "left", class: "left" });
    this.problem = h("p", { id: "problem", class: "problem", role: "alert" });
    this.element = form(
      "composer",
      () => this.#submit(),
      h("label", { for: "text", class: "spoken" }, words.say("write")),
      h("div", { class: "field" }, this.field, h("button", { class: "send", "aria-label": words.say("send") }, icon("send"))),
      this.left,
      this.problem,
    );
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  /** Characters as the service counts them, not UTF-16 units. */
  get #rest() {
    return this.limit - [...this.field.value].length;
  }

  #submit() {
    const text = this.field.value.trim();
    if (!text || this.#rest < 0) return this.field.focus();
    this.put("");
    this.send(text);
  }

  #changed() {
    const { style } = this.field;
    style.height = "auto";
    style.height = `${this.field.scrollHeight + 2}px`;
    const rest = this.#rest;
    this.left.textContent = rest < TELL_BELOW ? this.#count(rest) : "";
    this.left.classList.toggle("over", rest < 0);
    this.tell("");
  }

  /** @param {number} rest */
  #count(rest) {
    return rest < 0 ? this.words.say("over", { count: -rest }) : this.words.say("left", { count: rest });
  }

  /** @param {string} text */
  put(text) {
    this.field.value = text;
    this.#changed();
  }

  /** What is wrong, "" for nothing. @param {string} problem */
  tell(problem) {
    this.problem.textContent = problem;
  }
}
