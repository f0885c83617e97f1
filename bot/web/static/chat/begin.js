/** How a chat begins: with the first words, or with the conversation that is known here. */

import { alone } from "./alone.js";
import { Problem } from "./http.js";
import { recall, unsent } from "./memory.js";
import { paperCode } from "./paper.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {import("./types.js").Opening} Opening */

/** What was said before a reload and has not left is sent. Raises as requestJson. @param {Chat} chat */
export async function begin(chat) {
  const { setting, api, delivery } = chat;
  const opening = setting.opening ?? (await chat.opening(setting.language));
  const [known, waiting] = [recall(), unsent()];
  if (known) [api.access, chat.lasting] = [known.access, known.lasting];
  try {
    if (known) await restore(chat, opening);
    else chat.open(opening);
    waiting.forEach((item) => delivery.send(item));
  } catch (error) {
    if (!(error instanceof Problem && error.gone)) throw error;
    await chat.close("expired");
    chat.shell.composer.put(waiting.map(({ said }) => ("text" in said ? said.text : "")).join("\n"));
  }
  if (!api.access) chat.tabs.tell({ asks: true });
  if (paperCode()) (await chat.more()).menu();
}

/** The conversation as the service knows it. Raises as requestJson.
 * @param {Chat} chat @param {Opening} [opening] spares a request where its language is the conversation's */
export async function restore(chat, opening) {
  const { api, conversation, delivery } = chat;
  const [state, { messages }] = await Promise.all([api.state(), api.messages()]);
  conversation.stand(state);
  conversation.take(messages);
  chat.open(opening && opening.language === state.language ? opening : await chat.opening(state.language ?? ""));
  delivery.live.start();
  delivery.idle();
}

/** The first thing is said. A tab that begins in the same moment is told of the conversation before it gets its turn.
 * Raises as requestJson. @param {Chat} chat @param {() => Promise<void>} say */
export function start(chat, say) {
  return alone(chat.api.base, undefined, async () => {
    if (!chat.api.access) await enter(chat);
    await say();
  });
}

/** @param {Chat} chat */
async function enter(chat) {
  const { api, conversation, delivery, setting } = chat;
  const started = await api.start(api.language, setting.municipality);
  if (api.access) return;
  chat.enter(started);
  conversation.take(started.messages);
  delivery.live.start();
}
