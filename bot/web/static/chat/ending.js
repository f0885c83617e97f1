/** Closes the conversation on this device once nobody is there any more, and asks before it does. */

import { button, h } from "./dom.js";

/** @typedef {import("./chat.js").Chat} Chat */

const WARNING_SECONDS = 60;
const KIOSK_MINUTES = 3;
/** Who waits for a counsellor, or has one, may well be silent for longer. */
const PATIENCE = 4;
const TOLD_EVERY_MS = 5000;

export class Ending {
  #last = Date.now();
  #told = 0;
  #left = h("p", {});
  #question = h("dialog", {});

  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
    for (const sign of ["pointerdown", "keydown", "wheel"]) window.addEventListener(sign, () => this.#sign(), { passive: true });
    for (const change of ["visibilitychange", "pageshow"]) window.addEventListener(change, () => this.#look(), true);
    window.setInterval(() => this.#look(), 1000);
  }

  /** Somebody is there, in this tab or another one. */
  here() {
    this.#last = Date.now();
    this.#question.close();
    this.#question.remove();
  }

  get #asking() {
    return this.#question.open && this.#question.isConnected;
  }

  /** While one is asked, only an answer counts. */
  #sign() {
    if (this.#asking) return;
    this.#last = Date.now();
    if (this.#last - this.#told > TOLD_EVERY_MS) this.#tell();
  }

  #tell() {
    this.#told = Date.now();
    this.chat.tabs.tell({ here: true });
  }

  /** Seconds of silence after which it closes, 0 for never. */
  get #limit() {
    const { api, conversation, lasting, ready, setting } = this.chat;
    if (!ready || !api.access || lasting) return 0;
    const { minutes } = this.chat.shell.words;
    const patience = ["waiting", "counsellor"].includes(conversation.holder) ? PATIENCE : 1;
    return (setting.kiosk ? Math.min(minutes || KIOSK_MINUTES, KIOSK_MINUTES) : minutes) * 60 * patience;
  }

  #look() {
    if (!this.#limit) return this.#question.remove();
    const rest = Math.ceil(this.#limit - (Date.now() - this.#last) / 1000);
    if (rest <= 0) return this.#end();
    if (rest > WARNING_SECONDS) return;
    if (!this.#asking) this.#ask();
    this.#left.textContent = this.chat.shell.words.say("ending_soon", { seconds: rest });
  }

  #ask() {
    const { words, element } = this.chat.shell;
    const stay = () => (this.here(), this.#tell());
    this.#question = h(
      "dialog",
      { class: "menu", role: "alertdialog", "aria-labelledby": "ending", close: stay },
      h("h2", { id: "ending" }, words.say("ending")),
      this.#left,
      button("main", stay, words.say("ending_stay")),
      button("around", () => (stay(), this.chat.giveCode()), words.say("get_code")),
      button("around", () => this.#end(), words.say("ending_now")),
    );
    element.append(this.#question);
    this.#question.showModal();
  }

  #end() {
    const { delivery, shell, tabs } = this.chat;
    tabs.tell({ left: true });
    shell.log.list.replaceChildren();
    shell.composer.put("");
    void delivery.notices.attempt(() => this.chat.close("ended"));
  }
}
