/** The words of the interface in the language of the moment. */

/** @typedef {import("./types.js").Opening} Opening */
/** What the page calls the service, its pictures' addresses and its greeting in its language; "" for ours.
 * @typedef {Record<"name" | "logo" | "avatar" | "greeting" | "language", string>} Look */

export class Words {
  /** @param {Opening} opening @param {Look} look */
  constructor(opening, look) {
    this.look = look;
    this.language = opening.language;
    this.languages = opening.languages;
    this.texts = opening.texts;
    this.numbers = opening.numbers;
    this.nobody = opening.nobody ?? "";
    this.minutes = opening.minutes;
  }

  get name() {
    return this.look.name;
  }

  /** @returns {import("./types.js").Message[]} */
  get greeting() {
    const { greeting: text, language: own } = this.look;
    const { language } = this;
    if (!text || (own && own !== language)) return [];
    return [{ seq: 0, author: "bot", text, language, buttons: [], services: [] }];
  }

  /** @returns {"ltr" | "rtl"} */
  get dir() {
    return this.languages.find((each) => each.code === this.language)?.dir ?? "ltr";
  }

  /**
   * The text of a key with its `{places}` filled.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    return (this.texts[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
  }

  /** What a language of a service is called. @param {string} code */
  tongue(code) {
    return this.texts[`tongue.${code}`] ?? code;
  }
}
