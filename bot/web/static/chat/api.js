/** The public chat API of the service. */

import { requestJson } from "./http.js";

/** @import { Access, Answer, Item, Opening, State } from "./types.js" */

export class Api {
  /** @param {string} base where the service is */
  constructor(base) {
    this.base = base;
    this.language = "";
    /** @type {Access | null} */
    this.access = null;
  }

  /** @param {string} language @param {string} municipality @returns {Promise<Opening>} */
  opening(language, municipality) {
    const wanted = Object.entries({ language, municipality }).filter(([, value]) => value);
    return this.#call("GET", `/widget/opening?${new URLSearchParams(wanted)}`);
  }

  /** @param {string} language @param {string} municipality @returns {Promise<Access & Answer>} */
  start(language, municipality) {
    return this.#call("POST", "/api/v1/conversations", { language, ...(municipality && { municipality }) });
  }

  /** @param {string} code @returns {Promise<Access & Answer>} */
  resume(code) {
    return this.#call("POST", "/api/v1/conversations/resume", { code });
  }

  /** @param {Item} item @returns {Promise<Answer>} */
  send(item) {
    return this.#call("POST", this.path("/messages"), { client_id: item.clientId, ...item.said });
  }

  /** @returns {Promise<Answer>} */
  messages() {
    return this.#call("GET", this.path("/messages?after=0"));
  }

  /** @returns {Promise<State>} */
  state() {
    return this.#call("GET", this.path(""));
  }

  /** What nothing hangs on: no matter if it fails. @param {string} method @param {string} rest @param {object} [body] */
  hint(method, rest, body) {
    this.#call(method, this.path(rest), body).catch(() => 0);
  }

  /** @param {string} language @returns {Promise<Answer>} */
  speak(language) {
    return this.#call("PATCH", this.path(""), { language });
  }

  /** @returns {Promise<Answer>} */
  cancelWaiting() {
    return this.#call("DELETE", this.path("/handoff"));
  }

  /** @param {Partial<Record<"phone" | "email", string>> | null} contact null takes it away */
  contact(contact) {
    return this.#call(contact ? "PUT" : "DELETE", this.path("/contact"), contact ?? undefined);
  }

  /** A code that opens the conversation elsewhere. @returns {Promise<Answer>} */
  code() {
    return this.#call("POST", this.path("/code"));
  }

  /** @returns {Promise<{text: string}>} the proof of what was deleted */
  erase() {
    return this.#call("POST", this.path("/deletion"));
  }

  /** @param {string} rest */
  path(rest) {
    return `/api/v1/conversations/${this.access?.id}${rest}`;
  }

  /** @returns {Record<string, string>} */
  headers() {
    return {
      ...(this.language && { "Accept-Language": this.language }),
      ...(this.access && { Authorization: `Bearer ${this.access.token}` }),
    };
  }

  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  #call(method, path, body) {
    return requestJson(method, this.base + path, this.headers(), body);
  }
}
