/** Fills a copy of a server-rendered template; values are only ever set as text. */

/**
 * @param {string} id of the template
 * @param {Record<string, any>} values by `data-field`; an empty one hides its element
 * @returns {HTMLElement}
 */
export function fill(id, values) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  const copy = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll("[data-field]"))) {
    const value = values[field.dataset.field ?? ""];
    field.textContent = String(value ?? "");
    field.hidden = !value;
  }
  return copy;
}

/**
 * @param {ParentNode} parent
 * @param {string} selector of what is there in any case
 * @returns {HTMLElement}
 */
export function one(parent, selector) {
  return /** @type {HTMLElement} */ (parent.querySelector(selector));
}
