/** What comes once somebody talks or looks for it, in a script of its own: the menu, and the end after a silence. */

import { Ending } from "./ending.js";
import { Menu } from "./menu.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {{ending: Ending, menu: () => void}} Later */

/** @param {Chat} chat @returns {Later} */
export function later(chat) {
  const menu = () => {
    const { shell, api, lasting, setting } = chat;
    const shown = new Menu(shell.words, setting.kiosk ? null : lasting, shell.on);
    shell.element.append(shown.element);
    shown.element.addEventListener("close", () => shown.element.remove());
    shown.open(api.access !== null);
  };
  return { ending: new Ending(chat), menu };
}
