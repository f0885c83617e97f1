/** `<osaamo-chat>`: what a page says of the chat in attributes, and its beginning. */

import { begin } from "./begin.js";
import { Chat } from "./chat.js";
import { Problem, isOffline } from "./http.js";
import { Stage } from "./stage.js";
import { pause, pauseBefore } from "./stream.js";

/** @param {string} base where the service is, without the last slash @param {string} css */
export function define(base, css) {
  if (customElements.get("osaamo-chat")) return;
  customElements.define(
    "osaamo-chat",
    class extends HTMLElement {
      connectedCallback() {
        if (!this.shadowRoot) void rise(this, base, new Stage(this, css));
      }
    },
  );
}

/** @param {HTMLElement} host @param {string} base @param {Stage} stage @returns {import("./chat.js").Setting} */
function setting(host, base, stage) {
  const given = host.querySelector("script[type='application/json']")?.textContent;
  const said = (/** @type {string} */ name) => host.getAttribute(name) ?? "";
  const [name, logo, avatar, greeting, language] = ["name", "logo", "avatar", "greeting", "language"].map(said);
  return {
    base,
    kiosk: host.hasAttribute("kiosk"),
    stage,
    language,
    municipality: said("municipality"),
    look: { name: name || "Osaamo", logo, avatar, greeting, language },
    opening: given ? JSON.parse(given) : null,
  };
}

/** Tried until the service answers; a page that may not show the chat says so.
 * @param {HTMLElement} host @param {string} base @param {Stage} stage */
async function rise(host, base, stage) {
  const chat = new Chat(setting(host, base, stage));
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await begin(chat);
    } catch (error) {
      if (error instanceof Problem && !error.passing) return stage.refuse(error.message);
      if (!(isOffline(error) || error instanceof Problem)) throw error;
      await pause(pauseBefore(attempt));
    }
  }
}
