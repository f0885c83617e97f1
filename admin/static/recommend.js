/** Recommending a service: its key opens the search, Enter picks one, Enter sends its card with a sentence. */

import { newId } from "/static/chat/payload.js";
import { Combobox } from "./combobox.js";
import { fill, one } from "./fill.js";
import { call } from "./panel-api.js";
import { close, onOpening, told } from "./reply-tool.js";

/** @typedef {{id: string, name: string, provider: string, summary: string, language: string, unfit: string}} Offer */

onOpening("recommend", begin);

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
