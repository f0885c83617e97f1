/** Unsaved work stays in this browser until it is saved, thrown away, or its writer signs out. */

import { one } from "../fill.js";
import { KEPT } from "../sign-out.js";
import { fieldsOf, fill, servedIn } from "./fields.js";

/** @typedef {{at: string, fields: [string, string][]}} Kept */

/** @param {HTMLFormElement} form */
export const keyOf = (form) => `${KEPT}${form.dataset.staff}:${form.dataset.service}`;

export class Keeping {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.key = keyOf(form);
    this.state = one(form, "#save-state");
    this.saved = this.state.textContent ?? "";
    this.before = JSON.stringify(servedIn(form));
  }

  get dirty() {
    return JSON.stringify(fieldsOf(this.form)) !== this.before;
  }

  /** What the fields say now, and the versions they were typed over. */
  keep() {
    if (!this.dirty) {
      localStorage.removeItem(this.key);
      this.state.textContent = this.saved;
      return;
    }
    const kept = { at: new Date().toISOString(), fields: fieldsOf(this.form) };
    localStorage.setItem(this.key, JSON.stringify(kept));
    this.state.textContent = (this.state.dataset.kept ?? "").replace("{time}", clock(kept.at));
  }

  /** Asks what shall become of earlier work, if there is some. @param {() => void} restored */
  offer(restored) {
    const kept = /** @type {Kept | null} */ (JSON.parse(localStorage.getItem(this.key) ?? "null"));
    const notice = one(document, "#kept-work");
    if (!kept || JSON.stringify(kept.fields) === this.before) return;
    const words = one(notice, "[data-words]");
    words.textContent = (words.dataset.words ?? "").replace("{time}", clock(kept.at));
    notice.hidden = false;
    one(notice, "#take-back").addEventListener("click", () => {
      notice.hidden = true;
      fill(this.form, kept.fields);
      restored();
      one(this.form, "#save").focus();
    });
    one(notice, "#throw-away").addEventListener("click", () => {
      notice.hidden = true;
      localStorage.removeItem(this.key);
    });
  }
}

/** @param {string} moment */
function clock(moment) {
  const time = new Date(moment);
  const today = time.toDateString() === new Date().toDateString();
  const hour = { hour: "2-digit", minute: "2-digit" };
  const day = today ? {} : { day: "numeric", month: "numeric" };
  return new Intl.DateTimeFormat(document.documentElement.lang, /** @type {any} */ ({ ...day, ...hour })).format(time);
}
