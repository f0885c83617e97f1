/** The list of conversations, told anew whenever the desk changes. */

import { isOffline, Problem } from "/static/chat/http.js";
import { fill, one } from "./fill.js";
import { call } from "./panel-api.js";

/** @typedef {{id: string, place: string, since: string, clock: string, unread: number, channel: string}} Row */
/** @typedef {{list: string, counts: Record<string, number>, rows: Row[]}} Inbox */

export class Queue {
  #asking = false;
  #again = false;
  #waiting = Number(one(document, "[data-count=waiting]").textContent);

  /** @param {string} query the list and its filters @param {string} current the open conversation, "" for none */
  constructor(query, current) {
    this.query = query;
    this.current = current;
  }

  /** One request at a time; what changes meanwhile is asked for once more. */
  async update() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      this.#show(await call("GET", `/admin/api/inbox?${this.query}`));
    } catch (error) {
      if (!isOffline(error) && !(error instanceof Problem)) throw error; // the stream tells again
    } finally {
      this.#asking = false;
    }
    if (this.#again) {
      this.#again = false;
      this.update();
    }
  }

  /** @param {Inbox} inbox */
  #show(inbox) {
    const rows = one(document, "#rows");
    const focused = document.activeElement?.closest("#rows a")?.getAttribute("data-id");
    rows.replaceChildren(...inbox.rows.map((row) => this.#row(row)));
    if (focused) one(rows, `[data-id="${CSS.escape(focused)}"]`)?.focus();
    one(document, "#rows-empty").hidden = inbox.rows.length > 0;
    for (const [name, count] of Object.entries(inbox.counts))
      one(document, `[data-count=${name}]`).textContent = String(count);
    this.#announce(inbox.counts.waiting);
  }

  /** @param {Row} row */
  #row(row) {
    const item = fill("row-template", row);
    const link = one(item, "a");
    link.setAttribute("href", `/admin/desk/${encodeURIComponent(row.id)}?${this.query}`);
    link.dataset.id = row.id;
    if (row.id === this.current) link.setAttribute("aria-current", "true");
    one(item, "[data-since]").dataset.since = row.since;
    one(item, "[data-channel]").dataset.channel = row.channel;
    const beingRead = row.id === this.current && !document.hidden;
    one(item, "[data-unread]").hidden = row.unread === 0 || beingRead;
    return item;
  }

  /** Says how many wait, when it is more than before. @param {number} waiting */
  #announce(waiting) {
    const name = one(document, "[data-count=waiting]").parentElement?.textContent ?? "";
    if (waiting > this.#waiting) one(document, "#queue-news").textContent = name.replace(/\s+/g, " ").trim();
    this.#waiting = waiting;
  }
}
