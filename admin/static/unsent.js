/** What is being filled in stays while the server words the form around it anew. */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/** @param {Element} region @returns {(fresh: Element) => void} puts it into the same fields of another region */
export function unsent(region) {
  const filled = fields(region).filter(isFilled);
  return (fresh) => {
    const found = new Map(fields(fresh).map((field) => [key(field), field]));
    for (const field of filled) fill(found.get(key(field)), field);
  };
}

/** @param {Element} region */
function fields(region) {
  return [.../** @type {NodeListOf<Field>} */ (region.querySelectorAll("form :is(input, select, textarea)[name]"))];
}

/** @param {Field} field */
function key(field) {
  const { form, name, type, value } = field;
  const ticked = type === "checkbox" || type === "radio" ? value : "";
  return JSON.stringify([form?.dataset.api ?? form?.getAttribute("action"), form?.dataset.method, name, ticked]);
}

/** @param {Field} field */
function isFilled(field) {
  if (field instanceof HTMLSelectElement) return field.selectedIndex !== firstChosen(field);
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  return field.type !== "hidden" && (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}

/** @param {HTMLSelectElement} field */
function firstChosen(field) {
  return Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
}

/** @param {Field | undefined} fresh @param {Field} field */
function fill(fresh, field) {
  if (!fresh) return;
  fresh.value = field.value;
  if (fresh instanceof HTMLInputElement && field instanceof HTMLInputElement) fresh.checked = field.checked;
}
