/** The command bar (Ctrl or Cmd + K): verbs of this page, conversations and pages, found by typing. */

import { isOffline, Problem } from "/static/chat/http.js";
import { Combobox } from "./combobox.js";
import { fill, one } from "./fill.js";
import { press, verbs } from "./keys.js";
import { call } from "./panel-api.js";

const MOST = 12;

/** @typedef {{label: string, kind: string, key: string, act: () => void}} Command */

const bar = /** @type {HTMLDialogElement} */ (document.getElementById("commands"));
const field = /** @type {HTMLInputElement} */ (one(bar, "input"));
/** @type {(() => Promise<Command[]>)[]} */
const sources = [async () => here(), conversations, async () => pages()];
/** @type {Promise<Command[]>} */
let known = Promise.resolve([]);

/** Of other parts of the page, asked for whenever the bar opens. @param {() => Promise<Command[]>} source */
export function addCommands(source) {
  sources.push(source);
}

const box = new Combobox(field, one(bar, "ul"), {
  find: async (text) => {
    const words = folded(text).split(/\s+/);
    const fits = (await known).filter(({ label, kind }) => words.every((word) => folded(`${label} ${kind}`).includes(word)));
    const empty = one(bar, "#command-empty");
    empty.textContent = fits.length ? "" : empty.dataset.says ?? "";
    return fits.slice(0, MOST);
  },
  show: (/** @type {Command} */ command) => fill("command-template", command),
  choose: (command) => {
    bar.close();
    setTimeout(command.act); // once the dialog has given the focus back
  },
  leave: () => bar.close(),
});

/** Small letters without accents. @param {string} text */
function folded(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
}

/** @returns {Command[]} */
function here() {
  return verbs().map((each) => ({ label: named(each), kind: bar.dataset.verbs ?? "", key: each.dataset.key?.toUpperCase() ?? "", act: () => press(each) }));
}

/** @param {HTMLElement} element */
function named(element) {
  const label = element instanceof HTMLTextAreaElement ? element.labels[0] : element;
  const text = label?.firstChild?.textContent?.trim() || label?.textContent || "";
  return text.replace(/\s+/g, " ").trim();
}

/** My own and who waits. @returns {Promise<Command[]>} */
async function conversations() {
  if (bar.dataset.desk === undefined) return [];
  const lists = await Promise.all(["mine", "waiting"].map((list) => call("GET", `/admin/api/inbox?list=${list}`)));
  return lists.flatMap(({ list, rows }) => rows.map((/** @type {any} */ row) => {
    const label = [row.urgent, row.place, row.language, row.needs].filter(Boolean).join(" · ");
    const act = () => location.assign(`/admin/desk/${encodeURIComponent(row.id)}?list=${list}`);
    return { label, kind: bar.dataset.conversations ?? "", key: "", act };
  }));
}

/** Those of all groups, not only of the one that is open. @returns {Command[]} */
function pages() {
  const links = /** @type {HTMLTemplateElement} */ (one(bar, "#command-pages")).content.querySelectorAll("a");
  const kind = bar.dataset.pages ?? "";
  return [...links].map((link) => ({ label: named(link), kind, key: "", act: () => location.assign(link.getAttribute("href") ?? "") }));
}

/** What cannot be asked just now is not offered. @param {() => Promise<Command[]>} source */
async function asked(source) {
  try {
    return await source();
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error;
    return [];
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (bar.open) return bar.close();
  known = Promise.all(sources.map(asked)).then((found) => found.flat());
  field.value = "";
  bar.showModal();
  box.ask();
});
bar.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation(); // the list would take the first Escape for itself
  bar.close();
}, true);
