/** Parts of the page that the server words anew: what can be done now, the reply box and the card. */

import { unsent } from "./unsent.js";

const REGIONS = ["case-head", "reply", "card"];

/** Fetches the page again and takes over the parts that differ; focus, what is open and what is filled in stay. */
export async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!response.ok || response.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const focused = document.activeElement?.id;
  const opened = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details[id]"))].map(
    (each) => /** @type {const} */ ([each.id, each.open]),
  );
  for (const id of REGIONS) replace(document.getElementById(id), fresh.getElementById(id));
  for (const [id, open] of opened) document.getElementById(id)?.toggleAttribute("open", open);
  keepFocus(focused);
}

/** @param {HTMLElement | null} old @param {HTMLElement | null} fresh */
function replace(old, fresh) {
  if (!old || !fresh || old.dataset.region === fresh.dataset.region) return;
  const fill = unsent(old);
  old.replaceWith(document.adoptNode(fresh));
  fill(fresh);
}

/** Where the focused element is gone, the next thing to do is focused. @param {string | undefined} id */
function keepFocus(id) {
  if (!id || document.activeElement !== document.body) return;
  const next = document.getElementById(id) ?? document.getElementById("reply-text");
  (next ?? document.getElementById("case-heading"))?.focus();
}
