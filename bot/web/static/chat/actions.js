/** What the person can do, as the frame calls it. */

import { restore } from "./begin.js";
import { Conversation } from "./conversation.js";
import { h } from "./dom.js";
import { leave } from "./leaving.js";
import { keep } from "./memory.js";
import { newId } from "./payload.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {import("./types.js").Said} Said */

/** @param {Chat} chat @returns {import("./shell.js").Actions} */
export function actions(chat) {
  const { api, delivery } = chat;
  const say = (/** @type {Said} */ said, /** @type {string} */ title) =>
    delivery.send({ clientId: newId(), said, title });
  const attempt = (/** @type {() => Promise<void>} */ act) => () => void delivery.notices.attempt(act);
  return {
    say,
    write: (text) => say({ text }, text),
    speak: (language) => void delivery.notices.attempt(() => speak(chat, language)),
    leave: () => leave(chat),
    cancel: attempt(() => delivery.take(api.cancelWaiting())),
    contact: (contact) => void delivery.notices.attempt(() => leaveContact(chat, contact)),
    opened: attempt(async () => (await chat.more()).menu()),
    remember: (lasting) => remember(chat, lasting),
    code: attempt(() => delivery.take(api.code())),
    resume: (code) => void delivery.notices.attempt(() => resume(chat, code)),
    take: () => take(api, chat.setting.kiosk),
    about: `${api.base}/about-this-service?language=${api.language}`,
    restart: () => say({ payload: "/start_again" }, chat.shell.words.say("start_again")),
    erase: attempt(async () => chat.close("deleted", (await api.erase()).text)),
  };
}

/** @param {Chat} chat @param {string} language */
async function speak(chat, language) {
  if (chat.api.access) chat.conversation.take((await chat.api.speak(language)).messages);
  chat.open(await chat.opening(language));
  chat.shell.languages.focus();
}

/** @param {Chat} chat @param {string} contact "" takes it away */
async function leaveContact(chat, contact) {
  const kind = contact.includes("@") ? "email" : "phone";
  await chat.api.contact(contact ? { [kind]: contact } : null);
  chat.conversation.contact = contact ? kind : null;
  chat.shell.composer.tell("");
  chat.shell.stand(chat.conversation);
}

/** @param {Chat} chat @param {boolean} lasting */
function remember(chat, lasting) {
  chat.lasting = lasting;
  if (chat.api.access) keep(chat.api.access, lasting);
}

/** @param {Chat} chat @param {string} code */
async function resume(chat, code) {
  chat.enter(await chat.api.resume(code));
  chat.conversation = new Conversation();
  await restore(chat);
}

/** Everything to take along, on a page of its own. The token goes in a form: no address holds it.
 * @param {import("./api.js").Api} api @param {boolean} kiosk */
function take({ base, access }, kiosk) {
  const token = h("input", { name: "token", value: access?.token });
  const action = `${base}/take-with-you${kiosk ? "?kiosk=1" : ""}`;
  const form = h("form", { method: "post", action, target: "_blank", hidden: true }, token);
  document.body.append(form);
  form.submit();
  form.remove();
}
