/** What the person says, on its way: in order, tried again without being doubled. */

import { Problem, isOffline } from "./http.js";
import { pause, pauseBefore } from "./stream.js";

/** @typedef {import("./types.js").Item} Item */
/**
 * `deliver` sends one and shows the answer; `failed`: no connection for long, it can be tried again;
 * `refused`: the service does not take it.
 * @typedef {{deliver: (item: Item) => Promise<void>, failed: (item: Item) => void,
 *   refused: (item: Item, problem: Problem) => void}} Courier
 */

const TRIES = 4;
const LONGEST_WAIT_SECONDS = 30;

export class Outbox {
  /** @type {Item[]} */
  #items = [];
  #busy = false;
  #courier;

  /** @param {Courier} courier */
  constructor(courier) {
    this.#courier = courier;
  }

  /** Whether something is being sent just now. */
  get busy() {
    return this.#busy;
  }

  /** @param {Item} item */
  add(item) {
    this.#items.push(item);
    return this.retry();
  }

  /** Sends what is waiting. */
  async retry() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#items.length > 0 && (await this.#first(this.#items[0])));
    } finally {
      this.#busy = false;
    }
  }

  clear() {
    this.#items = [];
  }

  /** True when the next one may go. @param {Item} item */
  async #first(item) {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const problem = await this.#attempt(item);
      if (problem === null || (problem instanceof Problem && !problem.passing)) {
        this.#items.shift();
        if (problem) this.#courier.refused(item, problem);
        return true;
      }
      const seconds = problem instanceof Problem ? problem.retryAfter : 0;
      if (seconds > LONGEST_WAIT_SECONDS || attempt === TRIES - 1) break;
      await pause(seconds * 1000 || pauseBefore(attempt));
    }
    this.#courier.failed(item);
    return false;
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
