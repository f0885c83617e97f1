/** Taking the next who waits without losing the page when nobody does. */

import { isOffline, Problem } from "/static/chat/http.js";
import { one } from "./fill.js";
import { call } from "./panel-api.js";

/** @param {HTMLElement} live */
export function listenToNext(live) {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-next]"));
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    take(form, live);
  });
}

/** @param {HTMLFormElement} form @param {HTMLElement} live */
async function take(form, live) {
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  try {
    const { id } = await call("POST", "/admin/api/next");
    location.assign(`/admin/desk/${encodeURIComponent(id)}?list=mine#reply-text`);
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error;
    const problem = one(document, "#queue-problem");
    problem.textContent = error instanceof Problem ? error.message : live.dataset.offline ?? "";
    problem.hidden = false;
  } finally {
    form.removeAttribute("aria-busy");
  }
}
