/** A phone number or e-mail address that the person leaves by choice while they are with the desk. */

import { button, form, h } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./types.js").Contact} Contact */
/** "" takes away what was left. @typedef {(contact: string) => void} Leave */

/** @param {Words} words @param {Contact | null} left the kind that was left @param {Leave} leave */
export function contactBox(words, left, leave) {
  return left ? known(words, left, leave) : asked(words, leave);
}

/** @param {Words} words @param {Contact} left @param {Leave} leave */
function known(words, left, leave) {
  const remove = button("around", () => leave(""), words.say("contact_remove"));
  return h("div", { class: "contact" }, h("p", {}, words.say(`contact_left_${left}`)), remove);
}

/** @param {Words} words @param {Leave} leave */
function asked(words, leave) {
  const field = h("input", { id: "contact", autocomplete: "off", required: true, maxlength: "254", dir: "ltr" });
  field.setAttribute("aria-describedby", "contact-hint");
  return h(
    "details",
    { class: "contact" },
    h("summary", {}, words.say("contact")),
    form(
      "code",
      () => leave(field.value),
      h("label", { for: "contact" }, words.say("contact_field")),
      h("p", { class: "note", id: "contact-hint" }, words.say("contact_hint")),
      h("div", { class: "row" }, field, h("button", { class: "around" }, words.say("contact_save"))),
    ),
  );
}
