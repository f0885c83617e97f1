/** Sending a reply until it has arrived, exactly once. */

import { isOffline, Problem } from "/static/chat/http.js";
import { newId } from "/static/chat/payload.js";
import { pause, pauseBefore } from "/static/chat/stream.js";
import { keep, kept } from "./kept.js";
import { call } from "./panel-api.js";

/**
 * @param {HTMLTextAreaElement} field
 * @param {string} path
 * @param {() => void} failed called before each new attempt
 * @returns {Promise<any>} the stored message; raises Problem when it is refused
 */
export async function deliver(field, path, failed) {
  const text = field.value.trim();
  const message = await insist(path, { client_id: idOf(field, text), text }, failed);
  keep(sendingOf(field), "");
  return message;
}

/**
 * The same for the same text until it is sent, also when the page is loaded again in between.
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 */
function idOf(field, text) {
  const begun = JSON.parse(kept(sendingOf(field)) || "null");
  if (begun?.text === text) return begun.id;
  const id = newId();
  keep(sendingOf(field), JSON.stringify({ id, text }));
  return id;
}

/** @param {HTMLTextAreaElement} field */
function sendingOf(field) {
  return `sending-${field.dataset.draft}`;
}

/** @param {string} path @param {object} body @param {() => void} failed called before each new attempt */
async function insist(path, body, failed) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call("POST", path, body);
    } catch (error) {
      if (!isOffline(error) && !(error instanceof Problem && error.passing)) throw error;
      failed();
      await pause(pauseBefore(attempt));
    }
  }
}
