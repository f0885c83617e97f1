/** Saving without leaving the page: what the server shows in answer takes the place of what was there. */

import { keyOf } from "./keeping.js";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @returns {Promise<HTMLElement | null>} the new main part, null where nothing was saved or another page opens
 */
export async function send(form, submitter) {
  const state = document.getElementById("save-state");
  tell(state, "saving");
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const sent = { method: "POST", body: new FormData(form, submitter), headers: { Accept: "text/html" } };
  const response = await fetch(address, sent).catch(() => null);
  if (!response || response.status >= 500) return tell(state, "offline");
  if (response.status === 403 || response.url.includes("/admin/sign-in")) {
    document.getElementById("sign-in-again")?.removeAttribute("hidden");
    return tell(state, "signedOut");
  }
  if (response.redirected) forget(form);
  if (response.redirected && !new URL(response.url).pathname.startsWith(pageOf(form))) {
    location.assign(response.url);
    return null;
  }
  if (response.redirected) history.replaceState(null, "", response.url);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  document.title = fresh.title;
  return document.adoptNode(/** @type {HTMLElement} */ (fresh.querySelector("main")));
}

/** The page of the service. @param {HTMLFormElement} form */
function pageOf(form) {
  return (form.getAttribute("action") ?? "").replace(/\/proposals$/, "");
}

/** Saved is saved. @param {HTMLFormElement} form */
function forget(form) {
  localStorage.removeItem(keyOf(form));
}

/** @param {HTMLElement | null} state @param {string} what @returns {null} */
function tell(state, what) {
  if (state) state.textContent = state.dataset[what] ?? "";
  return null;
}
