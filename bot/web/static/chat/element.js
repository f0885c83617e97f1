/** `<osaamo-chat>`: attributes `language`, `municipality` and, where it is the whole page, `page`. */

import { Chat } from "./chat.js";
import { Problem, isOffline } from "./http.js";
import { pause, pauseBefore } from "./stream.js";

/**
 * @param {string} base the origin of the service
 * @param {string} css
 */
export function define(base, css) {
  if (customElements.get("osaamo-chat")) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  customElements.define(
    "osaamo-chat",
    class extends HTMLElement {
      connectedCallback() {
        if (!this.shadowRoot) void begin(new Chat(setting(this, base, sheet)));
      }
    },
  );
}

/** @param {HTMLElement} host @param {string} base @param {CSSStyleSheet} sheet */
function setting(host, base, sheet) {
  const given = host.querySelector("script[type='application/json']")?.textContent;
  return {
    base,
    page: host.hasAttribute("page"),
    language: host.getAttribute("language") ?? "",
    municipality: host.getAttribute("municipality") ?? "",
    opening: given ? JSON.parse(given) : null,
    show: (/** @type {HTMLElement} */ frame) => shadow(host, sheet).replaceChildren(frame),
    spoken: (/** @type {import("./words.js").Words} */ words) => pageSpeaks(host, words),
  };
}

/** What the page shows by itself stays until the chat is ready to take its place.
 * @param {HTMLElement} host @param {CSSStyleSheet} sheet */
function shadow(host, sheet) {
  if (host.shadowRoot) return host.shadowRoot;
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  host.replaceChildren();
  return root;
}

/** Where the chat is the page, the page is in the chat's language. @param {HTMLElement} host
 * @param {import("./words.js").Words} words */
function pageSpeaks(host, words) {
  if (!host.hasAttribute("page")) return;
  document.documentElement.lang = words.language;
  document.title = words.say("title");
}

/** Tried until the service answers. @param {Chat} chat */
async function begin(chat) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await chat.begin();
    } catch (error) {
      if (!(isOffline(error) || (error instanceof Problem && error.passing))) throw error;
      await pause(pauseBefore(attempt));
    }
  }
}
