/** What the service tells by itself: messages of others, how the conversation stands, who is typing. */

import { Live } from "./live.js";

/** @typedef {import("./chat.js").Chat} Chat */

/** @param {Chat} chat */
export function listen(chat) {
  return new Live({
    request: () => ({
      url: chat.api.base + chat.api.path("/events"),
      headers: { ...chat.api.headers(), "Last-Event-ID": String(chat.conversation.complete) },
    }),
    event: (event) => (chat.delivery.heard(event), chat.tabs.tell({ event })),
    connected: (connected) => (chat.delivery.notices.connected(connected), chat.tabs.tell({ connected })),
    gone: () => void chat.delivery.notices.attempt(() => chat.close("expired")),
  });
}

/** @param {Chat} chat @param {string} event other than a message @param {any} data */
export function heard(chat, event, data) {
  const { notices } = chat.delivery;
  if (event === "typing") {
    notices.types(data.author === "counsellor" ? "typing_counsellor" : "typing");
  } else if (data.erased || data.moved) {
    void notices.attempt(() => chat.close(data.moved ? "moved" : "deleted"));
  } else {
    chat.conversation.stand(data);
    chat.shell.stand(chat.conversation);
  }
}
