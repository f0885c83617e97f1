/** Where the key of the conversation is kept: in the tab, or on the device when the person wants so. */

/** @typedef {import("./types.js").Access} Access */

const PLACE = "osaamo-chat";

/** The storage, unless the browser forbids it. @param {"sessionStorage" | "localStorage"} kind */
function storage(kind) {
  try {
    return window[kind];
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** @returns {{access: Access, lasting: boolean} | null} */
export function recall() {
  for (const kind of /** @type {const} */ (["sessionStorage", "localStorage"])) {
    const access = parsed(storage(kind)?.getItem(PLACE));
    if (access) return { access, lasting: kind === "localStorage" };
  }
  return null;
}

/**
 * @param {string | null | undefined} text
 * @returns {Access | null}
 */
function parsed(text) {
  const [id, token] = text?.split(" ") ?? [];
  return id && token ? { id, token } : null;
}

/**
 * @param {Access} access
 * @param {boolean} lasting
 */
export function keep(access, lasting) {
  forget();
  try {
    storage(lasting ? "localStorage" : "sessionStorage")?.setItem(PLACE, `${access.id} ${access.token}`);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

export function forget() {
  storage("sessionStorage")?.removeItem(PLACE);
  storage("localStorage")?.removeItem(PLACE);
}
