/** Canned replies: "/" where a word begins opens the search, Enter inserts what was found in its place. */

import { Combobox } from "./combobox.js";
import { fill, one } from "./fill.js";
import { call } from "./panel-api.js";
import { close, onOpening, replyField, told, toolOf } from "./reply-tool.js";

/** @typedef {{id: string, shortcut: string, text: string, language: string, note: string}} Canned */

onOpening("canned", begin);

document.addEventListener("keydown", (event) => {
  const [tool, field] = [toolOf("canned"), replyField()];
  if (!tool || !field || event.target !== field || event.key !== "/" || event.isComposing) return;
  const before = field.value.slice(0, field.selectionStart);
  if (before && !/\s$/.test(before)) return; // a slash within a word is a slash
  event.preventDefault();
  tool.open = true;
});

/** @param {HTMLDetailsElement} tool */
function begin(tool) {
  const words = /** @type {HTMLInputElement} */ (one(tool, "#canned-words"));
  if (!tool.dataset.ready) prepare(tool, words);
  words.value = "";
  words.focus();
  words.dispatchEvent(new Event("input"));
}

/** @param {HTMLDetailsElement} tool @param {HTMLInputElement} words */
function prepare(tool, words) {
  tool.dataset.ready = "yes";
  const form = /** @type {HTMLFormElement} */ (one(tool, "form"));
  one(form, "[data-without-scripts]").hidden = true;
  one(form, "#canned-search").hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  new Combobox(words, one(form, "#canned-options"), {
    find: async (text) => {
      const query = new URLSearchParams({ q: text });
      return /** @type {Canned[]} */ ((await told(call("GET", `${form.dataset.path}?${query}`))) ?? []);
    },
    show: (/** @type {Canned} */ canned) => {
      const item = fill("canned-template", { ...canned, shortcut: `/${canned.shortcut}` });
      one(item, "[data-field=text]").lang = canned.language;
      return item;
    },
    choose: (canned) => {
      insert(canned.text);
      close(tool);
    },
    leave: () => {
      if (!words.value) insert("/"); // who wanted the slash itself
      close(tool);
    },
  });
}

/** Where the writing stood. @param {string} text */
function insert(text) {
  const field = replyField();
  if (!field) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
