/** Telephone numbers of the service's own words, as links that call them. */

import { h } from "./dom.js";

/** The text in pieces: strings, and a link for each number. @param {string} text @param {string[]} numbers */
export function withCalls(text, numbers) {
  if (numbers.length === 0) return [text];
  const pieces = text.split(new RegExp(`(?<!\\d)(${numbers.join("|")})(?!\\d)`));
  return pieces.map((piece) => (numbers.includes(piece) ? call(piece) : piece));
}

/** @param {string} number */
function call(number) {
  return h("a", { href: `tel:${number.replaceAll(" ", "")}`, dir: "ltr" }, number);
}
