/** The words of the interface in the language of the moment. */

/** @typedef {import("./types.js").Opening} Opening */

export class Words {
  /** @param {Opening} opening */
  constructor(opening) {
    this.language = opening.language;
    this.languages = opening.languages;
    this.texts = opening.texts;
    this.numbers = opening.numbers;
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
