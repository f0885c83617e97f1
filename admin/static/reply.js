/** The reply box: Ctrl+Enter sends; what fails is sent again under the same id, so that it is never doubled. */

import { isOffline, Problem } from "/static/chat/http.js";
import { complain } from "./actions.js";
import { one } from "./fill.js";
import { call } from "./panel-api.js";
import { deliver } from "./sending.js";

const TYPING_MS = 4000;

/**
 * Once for each reply box that the page shows.
 * @param {HTMLElement} live
 * @param {(message: any) => void} sent
 */
export function listenToReply(live, sent) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("reply-form"));
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "yes";
  const field = /** @type {HTMLTextAreaElement} */ (one(form, "textarea"));
  const first = /** @type {HTMLButtonElement | null} */ (form.querySelector("button"));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(first);
  });
  field.addEventListener("input", tellTyping(form.dataset.send ?? ""));
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return; // the page with both texts comes first
    event.preventDefault();
    send(form, field, live, sent);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} live
 * @param {(message: any) => void} sent
 */
async function send(form, field, live, sent) {
  if (!field.value.trim() || field.readOnly) return;
  const state = one(form, "#reply-state");
  field.readOnly = true;
  state.textContent = live.dataset.sending ?? "";
  try {
    const message = await deliver(field, `${form.dataset.send}/messages`, () => {
      state.textContent = live.dataset.failed ?? "";
    });
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    sent(message);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    complain(error.message);
  } finally {
    field.readOnly = false;
    state.textContent = "";
    field.focus();
  }
}

/** @param {string} conversation */
function tellTyping(conversation) {
  let told = 0;
  return async (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLTextAreaElement} */ (event.target);
    if (!value || Date.now() - told < TYPING_MS) return;
    told = Date.now();
    await call("POST", `${conversation}/typing`).catch((error) => {
      if (!isOffline(error) && !(error instanceof Problem)) throw error;
    });
  };
}
