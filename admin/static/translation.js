/** The progress of a machine translation follows the server; without scripts the page is opened again. */

import { one } from "./fill.js";

const EVERY_MS = 2000;

setTimeout(follow, EVERY_MS);

/** Shows how far it is; at the end the whole list is fresh. */
async function follow() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (response?.ok && !response.redirected) {
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    one(document, "#run").replaceChildren(...one(fresh, "#run").childNodes);
    if (!document.querySelector("#run [data-running]")) return location.reload();
  }
  setTimeout(follow, EVERY_MS);
}
