/** Hints on the texts, asked of the server when one pauses. */

const PAUSE_MS = 600;

/** Returns what asks after a pause, as typing does. @param {HTMLFormElement} form */
export function hintsFor(form) {
  let waiting = 0;
  let asked = 0;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++asked;
      const fresh = await ask(form);
      if (fresh && mine === asked) show(form, fresh);
    }, PAUSE_MS);
  };
  form.addEventListener("input", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (field instanceof HTMLTextAreaElement && field.dataset.limit) later();
  });
  return later;
}

/** Without an answer the old hints stay. @param {HTMLFormElement} form */
async function ask(form) {
  const sent = { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } };
  const response = await fetch(form.dataset.hints ?? "", sent).catch(() => null);
  if (!response || !response.ok || response.redirected) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** @param {HTMLFormElement} form @param {Document} fresh */
function show(form, fresh) {
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-hints]"))) {
    const found = fresh.querySelector(`[data-hints="${CSS.escape(list.dataset.hints ?? "")}"]`);
    if (found) list.replaceChildren(...found.childNodes);
  }
}
