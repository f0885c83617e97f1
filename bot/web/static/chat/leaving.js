/** Away from here at once: nothing of the conversation stays on this device, nor behind the Back button. */

import { forget } from "./memory.js";

/** @typedef {import("./chat.js").Chat} Chat */

const TIMES = 3;

/** Other tabs with the conversation close it too. @param {Chat} chat */
export function leave(chat) {
  forget();
  chat.tabs.tell({ left: true });
  chat.shell.element.remove();
  addEventListener("pageshow", () => location.reload());
  location.replace(`${chat.api.base}/leave`);
}

/** Escape three times in a row does the same; on somebody else's page only within the chat.
 * @param {Chat} chat */
export function leaveByEscape(chat) {
  const { host, page } = chat.setting.stage;
  let times = 0;
  (page ? window : host).addEventListener("keydown", (event) => {
    times = /** @type {KeyboardEvent} */ (event).key === "Escape" ? times + 1 : 0;
    if (times === TIMES) leave(chat);
  });
}
