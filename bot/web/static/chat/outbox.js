/** What the person says, on its way: in order, tried again without being doubled. */

import { Problem, isOffline } from "./http.js";
import { pause, pauseBefore } from "./stream.js";

/** @typedef {import("./types.js").Item} Item */
/**
 * `deliver` sends one and shows the answer; `waits`: there is no way to the service just now; `failed`: so for
 * long, it can be tried by hand; `refused`: the service does not take it.
 * @typedef {{deliver: (item: Item) => Promise<void>, waits: () => void, failed: (item: Item) => void,
 *   refused: (item: Item, problem: Problem) => void}} Courier
 */

const TRIES = 4;
const LONGEST_WAIT_SECONDS = 30;

export class Outbox {
  /** @type {Item[]} */
  items = [];
  #sending = false;
  /** Since when it has failed for long: what others say is no longer held back for it. */
  #late = false;
  #pause = new AbortController();
  #courier;

  /** @param {Courier} courier */
  constructor(courier) {
    this.#courier = courier;
  }

  /** Whether something is being sent just now. */
  get busy() {
    return this.#sending && !this.#late;
  }

  /** @param {Item} item */
  add(item) {
    this.items.push(item);
    return this.#send();
  }

  /** Sends what is waiting, without waiting any longer. */
  retry() {
    this.#pause.abort();
    return this.#send();
  }

  clear() {
    this.items = [];
    this.#pause.abort();
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.items.length > 0 && (await this.#first(this.items[0])));
    } finally {
      this.#sending = this.#late = false;
    }
  }

  /** True when the next one may go. While there is no way to the service, it is tried for as long as it takes.
   * @param {Item} item */
  async #first(item) {
    for (let attempt = 0; this.items[0] === item; attempt += 1) {
      const problem = await this.#attempt(item);
      if (problem === null || (problem instanceof Problem && !problem.passing)) {
        this.#late = false;
        this.items.shift();
        if (problem) this.#courier.refused(item, problem);
        return true;
      }
      const away = !(problem instanceof Problem) || problem.away;
      const seconds = problem instanceof Problem ? problem.retryAfter : 0;
      if (away) this.#courier.waits();
      if (!this.#late && (attempt === TRIES - 1 || seconds > LONGEST_WAIT_SECONDS)) {
        this.#late = true;
        this.#courier.failed(item);
        if (!away) return false;
      }
      this.#pause = new AbortController();
      await pause(seconds * 1000 || pauseBefore(attempt), this.#pause.signal);
    }
    return true;
  }

  /** @param {Item} item @returns {Promise<Problem | TypeError | DOMException | null>} what went wrong */
  async #attempt(item) {
    try {
      await this.#courier.deliver(item);
      return null;
    } catch (error) {
      if (error instanceof Problem || isOffline(error)) return /** @type {Problem | TypeError} */ (error);
      throw error;
    }
  }
}
