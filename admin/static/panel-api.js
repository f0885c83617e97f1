/** Requests to the panel's own interface. */

import { requestJson } from "/static/chat/http.js";

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>} raises Problem, and what `isOffline` knows without a connection
 */
export function call(method, path, body) {
  const token = document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";
  return requestJson(method, path, { "X-CSRF-Token": token }, body);
}
