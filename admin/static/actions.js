/** Taking over, handing back, closing and notes: sent without leaving the page. */

import { isOffline, Problem } from "/static/chat/http.js";
import { one } from "./fill.js";
import { call } from "./panel-api.js";

/**
 * @param {HTMLElement} live
 * @param {() => Promise<void>} update shows what has changed
 */
export function listenToForms(live, update) {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.dataset.api) return;
    event.preventDefault();
    act(form, live, update);
  });
}

/** @param {HTMLFormElement} form @param {HTMLElement} live @param {() => Promise<void>} update */
async function act(form, live, update) {
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true"); // a disabled button would lose the focus
  try {
    const { csrf_token: _, ...written } = Object.fromEntries(new FormData(form));
    const body = Object.keys(written).length > 0 ? written : undefined;
    await call(form.dataset.method ?? "POST", form.dataset.api ?? "", body);
    form.reset();
    forget(form);
    if (form.dataset.then) location.assign(form.dataset.then);
    else await update();
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error;
    if (error instanceof Problem) await update();
    complain(error instanceof Problem ? error.message : live.dataset.offline ?? "");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** Emptied fields have no draft. @param {HTMLFormElement} form */
function forget(form) {
  for (const written of form.querySelectorAll("textarea")) written.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {string} sentence */
export function complain(sentence) {
  const problem = one(document, "#case-problem");
  problem.textContent = sentence;
  problem.hidden = false;
}
