/** Closes the conversation on this device once nobody is there any more, and asks before it does. */

import { button, h } from "./dom.js";

/** @typedef {import("./chat.js").Chat} Chat */

const WARNING_SECONDS = 60;
const KIOSK_MINUTES = 3;
/** Who waits for a counsellor, or has one, may well be silent for longer. */
const PATIENCE = 4;

export class Ending {
  #last = Date.now();
  #left = h("p");
  #question = h("dialog");

  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
    for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, () => this.#question.isConnected || this.#stay());
    setInterval(() => this.#look(), 1000);
  }

  /** Somebody is there, in this tab or another one. */
  here() {
    this.#last = Date.now();
    this.#question.remove();
  }

  #stay() {
    this.here();
    this.chat.tabs.tell({ here: true });
  }

  /** Seconds of silence after which it closes, 0 for never. */
  get #limit() {
    const { api, conversation, lasting, ready, setting, shell } = this.chat;
    if (!ready || !api.access || lasting) return 0;
    const minutes = setting.kiosk ? KIOSK_MINUTES : shell.words.minutes;
    return minutes * 60 * (conversation.queue || conversation.holder === "counsellor" ? PATIENCE : 1);
  }

  #look() {
    const rest = Math.ceil(this.#limit - (Date.now() - this.#last) / 1000);
    if (!this.#limit || rest > WARNING_SECONDS) return this.#question.remove();
    if (rest <= 0) return this.#end();
    if (!this.#question.isConnected) this.#ask();
    this.#left.textContent = this.chat.shell.words.say("ending_soon", { seconds: rest });
  }

  #ask() {
    const { words, on, element } = this.chat.shell;
    const stay = () => this.#stay();
    this.#question = h(
      "dialog",
      { class: "menu", "aria-label": words.say("ending"), close: stay },
      h("h2", {}, words.say("ending")),
      this.#left,
      button("main", stay, words.say("ending_stay")),
      button("around", () => (stay(), on.code()), words.say("get_code")),
    );
    element.append(this.#question);
    this.#question.showModal();
  }

  /** Nothing is left to be read while the first words are fetched, nor what was being written. */
  #end() {
    const { delivery, shell, tabs } = this.chat;
    tabs.tell({ left: true });
    shell.log.list.replaceChildren();
    shell.composer.put("");
    void delivery.notices.attempt(() => this.chat.close("ended"));
  }
}
