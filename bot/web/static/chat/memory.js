/** Where the key of the conversation is kept: in the tab, or on the device when the person wants so. */

/** @typedef {import("./types.js").Access} Access */

/** @typedef {import("./types.js").Item} Item */

/** Cities below one host have each their own conversation. */
const CITY = /\/c\/[^/]+/.exec(/** @type {any} */ (document.currentScript)?.src) ?? "";
const PLACE = `osaamo-chat${CITY}`;
const UNSENT = `osaamo-unsent${CITY}`;
/** The tab, the device. */
const KINDS = /** @type {const} */ (["sessionStorage", "localStorage"]);

/** The storage, unless the browser forbids it. @param {typeof KINDS[number]} kind */
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
  for (const kind of KINDS) {
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
  put(KINDS[Number(!lasting)], PLACE, "");
  put(KINDS[Number(lasting)], PLACE, `${access.id} ${access.token}`);
}

export function forget() {
  for (const place of [PLACE, UNSENT]) KINDS.forEach((kind) => storage(kind)?.removeItem(place));
}

/** What was said and the service does not have yet. @returns {Item[]} */
export function unsent() {
  return KINDS.flatMap(listed);
}

/** @param {typeof KINDS[number]} kind @returns {Item[]} */
function listed(kind) {
  return JSON.parse(storage(kind)?.getItem(UNSENT) ?? "[]");
}

/** Kept until `settled`, where the conversation itself is kept. @param {Item} item @param {boolean} lasting */
export function waits(item, lasting) {
  const kind = KINDS[Number(lasting)];
  if (!unsent().some((each) => each.clientId === item.clientId)) write(kind, [...listed(kind), item]);
}

/** @param {Item} item */
export function settled(item) {
  for (const kind of KINDS) write(kind, listed(kind).filter((each) => each.clientId !== item.clientId));
}

/** @param {typeof KINDS[number]} kind @param {Item[]} items */
function write(kind, items) {
  put(kind, UNSENT, items.length > 0 ? JSON.stringify(items) : "");
}

/** @param {typeof KINDS[number]} kind @param {string} place @param {string} text "" for nothing */
function put(kind, place, text) {
  try {
    if (text) storage(kind)?.setItem(place, text);
    else storage(kind)?.removeItem(place);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
