/** Building elements; what comes from outside is only ever set as text. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | boolean | ((event: any) => void) | undefined>} Attributes */

/**
 * A function among the attributes listens to the event of that name.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {Attributes[string]} value
 */
function set(element, name, value) {
  if (typeof value === "function") element.addEventListener(name, value);
  else if (value === true) element.setAttribute(name, "");
  else if (typeof value === "string") element.setAttribute(name, value);
}

const PATHS = {
  logo: "M12 4a8 7.5 0 1 0 4.3 13.8l3.7 1.2-1.2-3.5A8 7.5 0 0 0 12 4ZM8.6 11.5l2.4 2.4 4.4-4.4",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  send: "M12 19V5M6 11l6-6 6 6",
  outside: "M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9",
  down: "M12 5v14M6 13l6 6 6-6",
};

/** A decoration: words beside it say the same. @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button of a kind. @param {string} kind @param {() => void} click @param {...(Node | string)} children */
export function button(kind, click, ...children) {
  return h("button", { type: "button", class: kind, click }, ...children);
}

/** @param {string} kind @param {() => void} submit @param {...(Node | string | null)} children */
export function form(kind, submit, ...children) {
  const sent = (/** @type {Event} */ event) => (event.preventDefault(), submit());
  return h("form", { class: kind, submit: sent }, ...children);
}

/** Text for screen readers only. @param {string} text */
export function spoken(text) {
  return h("span", { class: "spoken" }, text);
}
