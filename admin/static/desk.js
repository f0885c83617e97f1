/** The desk: keeps the list, the conversation and its card up to date, and sends what is written. */

import { follow } from "/static/chat/stream.js";
import { listenToForms } from "./actions.js";
import { tick } from "./clock.js";
import { keepDrafts, restoreDrafts } from "./drafts.js";
import { listenToEarlier } from "./earlier.js";
import { Messages } from "./messages.js";
import { Queue } from "./queue.js";
import { showMark, showTyping } from "./receipts.js";
import { listenToNext } from "./next.js";
import { refresh } from "./regions.js";
import { listenToReply } from "./reply.js";

const DUE_MS = 60_000; // follow-ups come due and waits for one colleague end by the clock alone
const HIDDEN_MS = 10_000; // a browser opens six connections to a server: hidden tabs leave theirs to others

const live = /** @type {HTMLElement} */ (document.getElementById("live"));
const { conversation = "", query = "" } = live.dataset;
const queue = new Queue(query, conversation);
const messages = conversation ? new Messages(conversation, Number(live.dataset.after)) : null;

async function update() {
  await refresh();
  arrange();
}

function arrange() {
  restoreDrafts();
  listenToReply(live, (sent) => messages?.add(sent));
  messages?.readIfSeen();
}

/** @param {import("/static/chat/events.js").StreamEvent} event */
function happened(event) {
  const data = JSON.parse(event.data);
  if (event.event === "inbox") queue.update();
  else if (event.event === "message") messages?.add(data);
  else if (event.event === "typing") showTyping(true);
  else if (event.event === "case") stands(data);
  else if (event.event === "gone") gone();
}

/** @param {{version: string, delivered: number, seen: number}} known */
function stands(known) {
  if (messages) showMark(messages.log, known);
  if (document.getElementById("case-head")?.dataset.region !== known.version) update();
}

function gone() {
  const note = document.createElement("p");
  note.className = "problem";
  note.setAttribute("role", "alert");
  note.textContent = live.dataset.gone ?? "";
  document.getElementById("case")?.replaceChildren(note);
}

/** @param {AbortSignal} signal */
function listen(signal) {
  const on = {
    request: () => ({
      url: `/admin/api/events?${new URLSearchParams({ ...(conversation && { conversation }) })}`,
      headers: { "Last-Event-ID": String(messages?.last ?? 0) },
    }),
    event: happened,
    connected: (/** @type {boolean} */ yes) => {
      /** @type {HTMLElement} */ (document.getElementById("reconnecting")).hidden = yes;
    },
    gone: () => location.reload(),
  };
  follow(on, signal);
}

/** Listens while the tab is seen, and a moment longer. */
function listenWhileSeen() {
  let stream = new AbortController();
  let timer = 0;
  listen(stream.signal);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => stream.abort(), HIDDEN_MS);
    else if (stream.signal.aborted) listen((stream = new AbortController()).signal);
    messages?.readIfSeen();
  });
  addEventListener("pagehide", () => stream.abort());
}

const answering = document.getElementById("reply-form") !== null;
const phone = matchMedia("(max-width: 43.99rem)").matches;
if (matchMedia("(max-width: 74.99rem)").matches) document.getElementById("card-details")?.removeAttribute("open");
keepDrafts();
listenToForms(live, update);
listenToNext(live);
if (messages) listenToEarlier(messages, live);
arrange();
if (answering || !phone) messages?.toEnd();
setInterval(tick, 1000);
setInterval(() => document.hidden || queue.update(), DUE_MS);
listenWhileSeen();
