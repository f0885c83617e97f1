/** What buttons say: `/intent` or `/intent{"entity": value}`. */

/** @typedef {import("./types.js").Button} Button */

/** Whether a button is an answer to the question, and not a way around it. @param {Button} button */
export function isAnswer(button) {
  return button.payload.startsWith("/inform{");
}

/**
 * Several answers to one question as one: `/inform{"goals": ["job", "study"]}`.
 * @param {string[]} payloads
 */
export function merged(payloads) {
  /** @type {Record<string, unknown[]>} */
  const values = {};
  for (const payload of payloads) {
    for (const [name, value] of Object.entries(JSON.parse(payload.slice("/inform".length)))) {
      values[name] = [...(values[name] ?? []), value];
    }
  }
  return `/inform${JSON.stringify(values)}`;
}

/** A version 4 UUID, also where the page is not served over HTTPS. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
