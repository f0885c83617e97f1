/** The chat: what is known, and how it is shown. */

import { actions } from "./actions.js";
import { Api } from "./api.js";
import { Conversation } from "./conversation.js";
import { Delivery } from "./delivery.js";
import { Problem } from "./http.js";
import { forget, keep, recall } from "./memory.js";
import { Shell } from "./shell.js";
import { Witness } from "./witness.js";
import { Words } from "./words.js";

/** @typedef {import("./types.js").Access} Access */
/** @typedef {import("./types.js").Opening} Opening */
/**
 * `opening` spares a request; `spoken` is told the words in use.
 * @typedef {{base: string, page: boolean, language: string, municipality: string, opening: Opening | null,
 *   show: (frame: HTMLElement) => void, spoken: (words: Words) => void}} Setting
 */

export class Chat {
  conversation = new Conversation();
  lasting = false;
  /** @type {Shell | null} */
  #shell = null;

  /** @param {Setting} setting */
  constructor(setting) {
    this.setting = setting;
    this.api = new Api(setting.base);
    this.delivery = new Delivery(this);
    this.witness = new Witness(this);
  }

  /** There is one once the chat is open. */
  get shell() {
    return /** @type {Shell} */ (this.#shell);
  }

  /** The conversation that this tab or device remembers, else the first words. Raises as requestJson. */
  async begin() {
    const known = recall();
    if (!known) return this.open(this.setting.opening ?? (await this.opening(this.setting.language)));
    this.api.access = known.access;
    this.lasting = known.lasting;
    try {
      await this.restore();
    } catch (error) {
      if (!(error instanceof Problem && error.gone)) throw error;
      await this.close("expired");
    }
  }

  async restore() {
    const [state, { messages }] = await Promise.all([this.api.state(), this.api.messages()]);
    this.conversation.stand(state);
    this.conversation.take(messages);
    this.open(await this.opening(state.language ?? ""));
    this.delivery.live.start();
  }

  /** @param {string} language */
  opening(language) {
    return this.api.opening(language, this.setting.municipality);
  }

  /** Draws everything in the language of an opening. @param {Opening} opening */
  open(opening) {
    const words = new Words(opening);
    this.api.language = words.language;
    const around = { ...this.setting, limit: opening.limit, lasting: this.lasting };
    this.#shell = new Shell(words, around, actions(this));
    this.shell.log.add(this.api.access ? this.conversation.messages : opening.messages);
    if (!this.api.access) this.conversation.notice = opening.notice ?? "";
    this.shell.stand(this.conversation);
    this.setting.show(this.shell.element);
    if (this.api.access) this.shell.log.scroll.toEnd();
    this.witness.watch();
    this.setting.spoken(words);
  }

  /** @param {Access} access */
  enter(access) {
    this.api.access = { id: access.id, token: access.token };
    keep(this.api.access, this.lasting);
  }

  /** The conversation is no more: back to the first words. @param {"deleted" | "expired"} why */
  async close(why) {
    forget();
    this.delivery.stop();
    this.api.access = null;
    this.conversation = new Conversation();
    this.open(await this.opening(this.api.language || this.setting.language));
    this.shell.composer.tell(this.shell.words.say(why));
  }
}
