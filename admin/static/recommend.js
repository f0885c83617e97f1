/** Recommending a service: `s` opens the search, Enter picks one, Enter sends its card with a sentence. */

import { isOffline, Problem } from "/static/chat/http.js";
import { newId } from "/static/chat/payload.js";
import { complain } from "./actions.js";
import { Combobox } from "./combobox.js";
import { fill, one } from "./fill.js";
import { call } from "./panel-api.js";

/** @typedef {{id: string, name: string, provider: string, summary: string, language: string, unfit: string}} Offer */

document.addEventListener(
  "toggle",
  ({ target }) => {
    const tool = /** @type {HTMLDetailsElement} */ (target);
    if (tool.id === "recommend" && tool.open) begin(tool);
  },
  true, // does not bubble
);

document.addEventListener("keydown", (event) => {
  const tool = /** @type {HTMLDetailsElement | null} */ (document.getElementById("recommend"));
  if (!tool || event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
  event.preventDefault();
  if (tool.open) begin(tool);
  tool.open = true;
});

/** @param {KeyboardEvent} event */
function isWriting(event) {
  const { tagName, isContentEditable } = /** @type {HTMLElement} */ (event.target);
  return isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(tagName);
}

/** @param {HTMLDetailsElement} tool */
function begin(tool) {
  const form = /** @type {HTMLFormElement} */ (one(tool, "form"));
  const words = /** @type {HTMLInputElement} */ (one(form, "#recommend-words"));
  if (!form.dataset.ready) prepare(tool, form, words);
  words.value = "";
  one(form, "#recommend-chosen").hidden = true;
  words.focus();
  words.dispatchEvent(new Event("input"));
}

/** @param {HTMLDetailsElement} tool @param {HTMLFormElement} form @param {HTMLInputElement} words */
function prepare(tool, form, words) {
  form.dataset.ready = "yes";
  one(form, "[data-without-scripts]").hidden = true;
  const path = form.dataset.path ?? "";
  const sentence = /** @type {HTMLInputElement} */ (one(form, "#recommend-text"));
  let chosen = { service_id: "", client_id: "" };
  new Combobox(words, one(form, "#recommend-options"), {
    find: async (text) => /** @type {Offer[]} */ (await told(call("GET", `${path}?${new URLSearchParams({ q: text })}`))) ?? [],
    show: (/** @type {Offer} */ offer) => {
      const item = fill("offer-template", offer);
      one(item, "[data-field=name]").lang = offer.language;
      return item;
    },
    choose: (offer) => {
      chosen = { service_id: offer.id, client_id: newId() };
      words.value = offer.name;
      one(form, "#recommend-chosen").hidden = false;
      sentence.focus();
    },
    leave: () => close(tool),
  });
  sentence.addEventListener("keydown", (event) => event.key === "Escape" && begin(tool));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!chosen.service_id || !(await told(call("POST", path, { ...chosen, text: sentence.value })))) return;
    chosen.service_id = sentence.value = "";
    close(tool);
  });
}

/** What was answered; a refusal is shown. @param {Promise<any>} answer */
async function told(answer) {
  try {
    return await answer;
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error;
    complain(error instanceof Problem ? error.message : document.getElementById("live")?.dataset.offline ?? "");
    return null;
  }
}

/** @param {HTMLDetailsElement} tool */
function close(tool) {
  tool.open = false;
  document.getElementById("reply-text")?.focus();
}
