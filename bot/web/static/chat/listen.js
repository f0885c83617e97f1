/** What the service tells by itself: messages of others, how the conversation stands, who is typing. */

import { Live } from "./live.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {import("./delivery.js").Delivery} Delivery */

/** @param {Chat} chat @param {Delivery} delivery */
export function listen(chat, delivery) {
  return new Live({
    request: () => ({
      url: chat.api.base + chat.api.path("/events"),
      headers: { ...chat.api.headers(), "Last-Event-ID": String(chat.conversation.complete) },
    }),
    event: ({ event, data }) => heard(chat, delivery, event, JSON.parse(data)),
    connected: (connected) => delivery.notices.connected(connected),
    gone: () => void delivery.notices.attempt(() => chat.close("expired")),
  });
}

/** @param {Chat} chat @param {Delivery} delivery @param {string} event @param {any} data */
function heard(chat, delivery, event, data) {
  if (event === "typing") {
    delivery.notices.types(data.author === "counsellor" ? "typing_counsellor" : "typing");
  } else if (event === "message") {
    delivery.heard([data]);
  } else if (data.erased) {
    void delivery.notices.attempt(() => chat.close("deleted"));
  } else {
    chat.conversation.stand(data);
    chat.shell.stand(chat.conversation);
  }
}
