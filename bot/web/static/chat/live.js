/** Keeps the stream of a conversation open while somebody looks at it. */

import { alone } from "./alone.js";
import { follow } from "./stream.js";

/** @typedef {import("./stream.js").Follower} Follower */

const HIDDEN_FOR_LONG_MS = 5 * 60 * 1000;

export class Live {
  /** @type {AbortController | null} */
  #running = null;
  #timer = 0;
  #wanted = false;

  /** @param {Follower} follower */
  constructor(follower) {
    this.follower = follower;
    document.addEventListener("visibilitychange", () => this.#seen());
    window.addEventListener("pagehide", () => this.#close());
    window.addEventListener("pageshow", () => this.#open());
    window.addEventListener("online", () => (this.#close(), this.#open()));
  }

  start() {
    this.#wanted = true;
    this.#open();
  }

  stop() {
    this.#wanted = false;
    this.#close();
  }

  #open() {
    if (!this.#wanted || this.#running) return;
    const { signal } = (this.#running = new AbortController());
    const { url } = this.follower.request();
    void alone(url, signal, () => follow(this.follower, signal));
  }

  #close() {
    this.#running?.abort();
    this.#running = null;
  }

  #seen() {
    clearTimeout(this.#timer);
    if (document.hidden) this.#timer = window.setTimeout(() => this.#close(), HIDDEN_FOR_LONG_MS);
    else this.#open();
  }
}
