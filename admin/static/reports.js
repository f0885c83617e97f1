/** Telling the editors of a message without leaving the conversation. */

import { isOffline, Problem } from "/static/chat/http.js";
import { one } from "./fill.js";
import { call } from "./panel-api.js";

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (!button || !form.closest(".report")) return;
  event.preventDefault();
  tell(form, button.value);
});

/** @param {HTMLFormElement} form @param {string} about "missing", "wrong" or "wrong:<service>" */
async function tell(form, about) {
  const message = /** @type {HTMLElement} */ (form.closest("[data-seq]"));
  const state = one(message, ".report-state");
  const comment = /** @type {HTMLTextAreaElement} */ (one(form, "textarea"));
  const at = about.indexOf(":");
  const [kind, service] = at < 0 ? [about, ""] : [about.slice(0, at), about.slice(at + 1)];
  try {
    await call("POST", `${form.dataset.path}/${message.dataset.seq}/reports`, { kind, service, comment: comment.value });
    comment.value = "";
    state.textContent = state.dataset.told ?? "";
    const menu = /** @type {HTMLDetailsElement} */ (form.closest("details"));
    menu.open = false;
    one(menu, "summary").focus();
  } catch (error) {
    if (!isOffline(error) && !(error instanceof Problem)) throw error;
    state.textContent = error instanceof Problem ? error.message : one(document, "#live").dataset.offline ?? "";
  }
}

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && /** @type {HTMLElement} */ (event.target).closest(".report[open]");
  if (menu) {
    menu.removeAttribute("open");
    one(menu, "summary").focus();
  }
});
