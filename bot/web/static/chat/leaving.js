/** Away from here at once: nothing of the conversation stays on this device, nor behind the Back button. */

import { forget } from "./memory.js";

/** @typedef {import("./chat.js").Chat} Chat */

const TIMES = 3;
const WITHIN_MS = 1500;

/** Other tabs with the conversation close it too. @param {Chat} chat */
export function leave(chat) {
  const { api, delivery, shell, tabs } = chat;
  forget();
  tabs.tell({ left: true });
  delivery.stop();
  api.access = null;
  shell.element.replaceChildren();
  window.addEventListener("pageshow", () => location.reload());
  location.replace(`${api.base}/leave`);
}

/** Escape three times in a row does the same; on somebody else's page only from within the chat.
 * @param {Chat} chat */
export function leaveByEscape(chat) {
  const { host, page } = chat.setting.stage;
  /** @type {number[]} */
  let pressed = [];
  document.addEventListener(
    "keydown",
    (event) => {
      if (!page && !event.composedPath().includes(host)) return;
      const now = Date.now();
      pressed = event.key === "Escape" ? [...pressed.filter((at) => now - at < WITHIN_MS), now] : [];
      if (pressed.length >= TIMES) leave(chat);
    },
    true,
  );
}
