/** The chat: what is known, and how it is shown. */

import { actions } from "./actions.js";
import { Api } from "./api.js";
import { Conversation } from "./conversation.js";
import { Delivery } from "./delivery.js";
import { leaveByEscape } from "./leaving.js";
import { forget, keep } from "./memory.js";
import { Shell } from "./shell.js";
import { Tabs } from "./tabs.js";
import { Witness } from "./witness.js";
import { Words } from "./words.js";

/** @typedef {import("./types.js").Access} Access */
/** @typedef {import("./types.js").Opening} Opening */
/** @typedef {import("./later.js").Later} Later */
/** `opening` spares a request; `kiosk`: the device is everybody's.
 * @typedef {{base: string, kiosk: boolean, stage: import("./stage.js").Stage, language: string, municipality: string,
 *   look: import("./words.js").Look, opening: Opening | null}} Setting */

export class Chat {
  conversation = new Conversation();
  lasting = false;
  /** @type {Shell | null} */
  #shell = null;
  /** @type {Later | undefined} */
  later;

  /** @param {Setting} setting */
  constructor(setting) {
    this.setting = setting;
    this.api = new Api(setting.base);
    this.delivery = new Delivery(this);
    this.tabs = new Tabs(this);
    this.witness = new Witness(this);
    leaveByEscape(this);
  }

  /** Raises TypeError where it cannot be loaded. @returns {Promise<Later>} */
  async more() {
    const { later } = await import(`${this.setting.base}/widget-later.js`);
    return (this.later ??= later(this));
  }

  get ready() {
    return this.#shell !== null;
  }

  /** There is one once the chat is open. */
  get shell() {
    return /** @type {Shell} */ (this.#shell);
  }

  /** @param {string} language */
  opening(language) {
    return this.api.opening(language, this.setting.municipality);
  }

  /** Draws everything in the language of an opening. @param {Opening} opening */
  open(opening) {
    const { base, stage, look } = this.setting;
    const words = new Words(opening, look);
    this.api.language = words.language;
    const around = { base, stage, limit: opening.limit };
    const written = this.#shell?.composer.field.value ?? "";
    this.#shell = new Shell(words, around, actions(this));
    this.shell.log.add(this.api.access ? this.conversation.messages : [...words.greeting, ...opening.messages]);
    this.delivery.outbox.items.forEach((item) => this.shell.log.pend(item));
    if (!this.api.access) this.conversation.notice = opening.notice ?? "";
    this.shell.stand(this.conversation);
    stage.show(this.shell.element, words);
    if (written) this.shell.composer.put(written);
    if (this.api.access) this.shell.log.scroll.toEnd(), this.more().catch(() => 0);
    this.witness.watch();
  }

  /** @param {Access} access */
  enter(access) {
    this.api.access = { id: access.id, token: access.token };
    keep(this.api.access, this.lasting);
    this.more().catch(() => 0);
    this.tabs.tell({});
  }

  /** The conversation is no more here: back to the first words.
   * @param {"deleted" | "ended" | "expired" | "moved"} why @param {string} [proof] of what was deleted */
  async close(why, proof) {
    if (!this.api.access && !proof) return;
    forget();
    this.delivery.stop();
    this.api.access = null;
    this.conversation = new Conversation();
    const opening = await this.opening(this.api.language || this.setting.language);
    this.open({ ...opening, notice: proof ?? opening.notice });
    if (!proof) this.shell.composer.tell(this.shell.words.say(why));
  }
}
