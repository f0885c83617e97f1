/** Follows Server-Sent Events with fetch: with headers, and going on after a broken connection. */

import { eventParser } from "./events.js";
import { isOffline } from "./http.js";

/** @typedef {import("./events.js").StreamEvent} StreamEvent */
/**
 * `request` is asked anew for each connection; `gone` means 401 or 404: nothing to follow.
 * @typedef {{request: () => {url: string, headers: Record<string, string>}, event: (event: StreamEvent) => void,
 *   connected: (connected: boolean) => void, gone: () => void}} Follower
 */

const LONGEST_PAUSE_MS = 30000;
/** The service sends a heartbeat every 15 seconds: a silent connection is a dead one. */
const LONGEST_SILENCE_MS = 45000;
const LOOK_EVERY_MS = 5000;

/** Grows, with jitter, so that many readers do not come back at once. @param {number} attempt */
export function pauseBefore(attempt) {
  return Math.min(LONGEST_PAUSE_MS, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} [signal] ends the pause early
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** Until `signal` aborts or there is nothing to follow. @param {Follower} on @param {AbortSignal} signal */
export async function follow(on, signal) {
  let attempt = 0;
  while (!signal.aborted) {
    const { gone, heard, retryAfter } = await connect(on, signal);
    if (signal.aborted) return;
    if (gone) return on.gone();
    on.connected(false);
    attempt = heard ? 0 : attempt + 1;
    await pause(retryAfter * 1000 || pauseBefore(attempt), signal);
  }
}

/** One connection, to its end. @param {Follower} on @param {AbortSignal} signal */
async function connect(on, signal) {
  const ended = { gone: false, heard: false, retryAfter: 0 };
  const watch = new Watch(signal);
  try {
    const { url, headers } = on.request();
    const response = await fetch(url, { headers, signal: watch.signal });
    ended.gone = response.status === 401 || response.status === 404;
    ended.retryAfter = Number(response.headers.get("Retry-After")) || 0;
    if (!response.ok || !response.body) return ended;
    on.connected(true);
    const take = eventParser(on.event);
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      ended.heard = true;
      watch.alive();
      take(decoder.decode(part.value, { stream: true }));
    }
  } catch (error) {
    if (!isOffline(error)) throw error;
  } finally {
    watch.end();
  }
  return ended;
}

/** Aborts a connection that has been silent for too long, or when `parent` aborts. */
class Watch {
  #silent = new AbortController();
  #heard = Date.now();
  /** By the clock on the wall: after a sleep it is seen at once that much has passed. */
  #timer = window.setInterval(() => {
    if (Date.now() - this.#heard > LONGEST_SILENCE_MS) this.#silent.abort();
  }, LOOK_EVERY_MS);

  /** @param {AbortSignal} parent */
  constructor(parent) {
    this.signal = AbortSignal.any([parent, this.#silent.signal]);
  }

  alive() {
    this.#heard = Date.now();
  }

  end() {
    clearInterval(this.#timer);
  }
}
