/** What is being written at the desk, kept in this browser: its writer's alone, for half a day, until they sign out. */

const MARK = "osaamo-desk:";
const LONGEST_MS = 12 * 60 * 60 * 1000;

const mine = () => `${MARK}${document.querySelector("meta[name=staff]")?.getAttribute("content")}:`;

/** @param {string} name @param {string} text "" forgets it */
export function keep(name, text) {
  if (text) localStorage.setItem(mine() + name, JSON.stringify({ at: Date.now(), text }));
  else localStorage.removeItem(mine() + name);
}

/** @param {string} name */
export function kept(name) {
  return textOf(mine() + name);
}

/** Everything of one conversation. @param {string} conversation */
export function forgetConversation(conversation) {
  remove((key) => key.startsWith(mine()) && key.endsWith(`-${conversation}`));
}

/** What another member of the staff or a day long ago has left. */
export function forgetStrange() {
  remove((key) => !key.startsWith(mine()) || !textOf(key));
}

export function forgetAll() {
  remove(() => true);
}

/** @param {string} key @returns {string} "" where there is none or it is too old */
function textOf(key) {
  const found = JSON.parse(localStorage.getItem(key) ?? "null");
  return found && Date.now() - found.at < LONGEST_MS ? found.text : "";
}

/** @param {(key: string) => boolean} which */
function remove(which) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(MARK) && which(key)) localStorage.removeItem(key);
  }
}
