/** A service as a card. */

import { h, icon, spoken } from "./dom.js";

/** @typedef {import("./types.js").Service} Service */
/** @typedef {import("./words.js").Words} Words */

/** @param {Service} service @param {Words} words */
export function serviceCard(service, words) {
  const lang = service.text_language;
  const tongues = service.languages.map((code) => words.tongue(code)).join(", ");
  return h(
    "article",
    { class: "service" },
    h("h2", { lang, dir: "auto" }, service.name),
    h("p", { class: "provider", dir: "auto" }, service.provider),
    h("p", { class: "summary", lang, dir: "auto" }, service.summary),
    h(
      "dl",
      {},
      ...fact("why", service.reasons.join(" "), words, words.language),
      ...fact("serves_in", tongues, words, words.language),
      ...fact("first_step", service.first_step ?? "", words, lang),
      ...fact("condition", service.condition ?? "", words, lang),
    ),
    ...notes(service, words).map((text) => h("p", { class: "note" }, text)),
    link(service, words),
  );
}

/** @param {string} key @param {string} text @param {Words} words @param {string} lang */
function fact(key, text, words, lang) {
  if (!text) return [];
  return [h("div", { class: key }, h("dt", {}, words.say(key)), h("dd", { lang, dir: "auto" }, text))];
}

/** @param {Service} service @param {Words} words */
function notes(service, words) {
  const foreign = service.text_language !== words.language;
  return [
    foreign ? words.say("text_in", { tongue: words.tongue(service.text_language) }) : "",
    service.text_status === "machine" ? words.say("unchecked") : "",
    service.review_overdue ? words.say("overdue") : "",
  ].filter((text) => text);
}

/** Only to the web: another kind of address gives no link. @param {Service} service @param {Words} words */
function link(service, words) {
  if (!/^https?:\/\//i.test(service.url)) return null;
  const [name, tab] = [spoken(`: ${service.name}`), spoken(` (${words.say("new_tab")})`)];
  const to = { class: "go", href: service.url, target: "_blank", rel: "noopener noreferrer" };
  return h("a", to, words.say("go_to_service"), name, tab, icon("outside"));
}
