/** Several tabs with one conversation: one of them listens to the service and tells the others. */

import { restore } from "./begin.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {import("./events.js").StreamEvent} StreamEvent */
/** `asks` whether there is a conversation, `left` says that there is none any more,
 * `here` that somebody is there.
 * @typedef {{asks?: boolean, left?: boolean, here?: boolean, event?: StreamEvent, connected?: boolean}} News */

export class Tabs {
  #channel;

  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.#channel = "BroadcastChannel" in window ? new BroadcastChannel(`osaamo ${chat.setting.base}`) : null;
    this.#channel?.addEventListener("message", ({ data }) => this.#told(data));
  }

  /** @param {News} news */
  tell(news) {
    const { api, lasting } = this.chat;
    this.#channel?.postMessage({ ...news, access: api.access, lasting });
  }

  /** @param {News & {access: import("./types.js").Access | null, lasting: boolean}} news */
  #told({ asks, left, here, event, connected, access, lasting }) {
    const { chat } = this;
    const mine = chat.api.access;
    if (asks) return mine && this.tell({});
    if (access && !mine) return left || this.#join(access, lasting);
    if (!access || mine?.id !== access.id) return;
    if (left) void chat.delivery.notices.attempt(() => chat.close("expired"));
    if (here) chat.later?.ending.here();
    if (event) chat.delivery.heard(event);
    if (connected !== undefined && chat.ready) chat.delivery.notices.connected(connected);
  }

  /** @param {import("./types.js").Access} access @param {boolean} lasting */
  #join(access, lasting) {
    const { chat } = this;
    if (!chat.ready) return;
    chat.lasting = lasting;
    chat.enter(access);
    void chat.delivery.notices.attempt(() => restore(chat));
  }
}
