/** Tells who looks elsewhere that somebody waits, writes or names them: by title, mark, notification and sound. */

import { isOffline, Problem } from "/static/chat/http.js";
import { one } from "./fill.js";
import { chosen, listenToChoices } from "./notice-choices.js";
import { call } from "./panel-api.js";
import { ring } from "./sound.js";

/** @typedef {{key: string, kind: "waiting" | "message" | "mention", language: string, list: string}} News */

const EVERY_MS = 20_000;
const MARKED = "/admin/static/icon-news.svg";

const words = one(document, "#notices").dataset;
const icon = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=icon]"));
const plain = { title: document.title, icon: icon.getAttribute("href") ?? "" };
/** @type {Set<string> | null} */
let known = null;

async function look() {
  try {
    const { news } = await call("GET", "/admin/api/notices");
    count(news.length);
    if (known !== null && !isSeen()) tell(news.filter((/** @type {News} */ each) => !known?.has(each.key)));
    known = new Set(news.map((/** @type {News} */ each) => each.key));
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error; // asked again soon
  }
}

function isSeen() {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** @param {number} number */
function count(number) {
  const title = number > 0 ? `(${number}) ${plain.title}` : plain.title;
  if (document.title !== title) document.title = title;
  icon.href = number > 0 ? MARKED : plain.icon;
}

/** One notification for each kind, replaced by the next of its kind. @param {News[]} fresh */
function tell(fresh) {
  const kinds = new Map(fresh.map((each) => [each.kind, each]));
  for (const each of kinds.values()) if (chosen("show")) show(each, fresh);
  if (fresh.length > 0 && chosen("sound")) ring();
}

/** @param {News} news @param {News[]} fresh */
function show({ kind, list }, fresh) {
  const spoken = fresh.filter((each) => each.kind === kind).map((each) => each.language);
  const notification = new Notification(words[kind] ?? "", {
    body: [...new Set(spoken)].join(", "),
    tag: `osaamo-${kind}`,
    icon: plain.icon,
  });
  notification.addEventListener("click", () => {
    focus();
    location.assign(`/admin/desk?list=${list}`);
  });
}

listenToChoices();
look();
setInterval(look, EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || look());
