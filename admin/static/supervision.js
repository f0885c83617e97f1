/** The coordinators' page, live: what has changed is taken over; what is chosen, open or focused stays. */

import { follow } from "/static/chat/stream.js";
import { tick } from "./clock.js";

const OFTEN_MS = 2000; // a busy desk changes many times a second
const LATEST_MS = 60_000; // presence ends by the clock alone

const ID = "supervision";
let waits = false;
let again = false;

/** At most every two seconds, and once more after the last change. */
async function update() {
  if (waits) {
    again = true;
    return;
  }
  waits = true;
  await refresh();
  setTimeout(() => {
    waits = false;
    if (again) update();
    again = false;
  }, OFTEN_MS);
}

async function refresh() {
  const response = await fetch(`/admin/supervision${location.search}`, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
  if (!response) return; // the stream tells again when the connection is back
  if (!response.ok || response.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const [old, fresh] = [document.getElementById(ID), page.getElementById(ID)];
  if (old && fresh && old.dataset.region !== fresh.dataset.region) replace(old, fresh);
}

/** @param {HTMLElement} old @param {HTMLElement} fresh */
function replace(old, fresh) {
  const focused = document.activeElement?.id;
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (old.querySelectorAll("input:checked"))) {
    const same = /** @type {HTMLInputElement | null} */ (fresh.querySelector(`#${CSS.escape(box.id)}`));
    if (same) same.checked = true;
  }
  for (const open of old.querySelectorAll("details[open]")) fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  old.replaceWith(document.adoptNode(fresh));
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
}

const banner = /** @type {HTMLElement} */ (document.getElementById("reconnecting"));
const stream = new AbortController();
follow(
  {
    request: () => ({ url: "/admin/api/events", headers: {} }),
    event: ({ event }) => event === "inbox" && update(),
    connected: (yes) => (banner.hidden = yes),
    gone: () => location.reload(),
  },
  stream.signal,
);
addEventListener("pagehide", () => stream.abort());
addEventListener("pageshow", (event) => event.persisted && location.reload());
setInterval(tick, 1000);
setInterval(() => document.hidden || update(), LATEST_MS);
