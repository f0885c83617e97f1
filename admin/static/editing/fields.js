/** A form as pairs of names and values. */

const NEVER = ["csrf_token", "shown"];

/** What the form says now. @param {HTMLFormElement} form @returns {[string, string][]} */
export function fieldsOf(form) {
  const fields = [...new FormData(form)].filter(([name]) => !NEVER.includes(name));
  return fields.map(([name, value]) => [name, String(value).replaceAll("\r\n", "\n")]);
}

/** What the server sent, even where somebody typed before the scripts were there.
 * @param {HTMLFormElement} form @returns {[string, string][]} */
export function servedIn(form) {
  /** @type {[string, string][]} */
  const fields = [];
  for (const control of /** @type {Iterable<any>} */ (form.elements)) {
    if (!control.name || NEVER.includes(control.name) || control.tagName === "BUTTON") continue;
    const ticked = ["checkbox", "radio"].includes(control.type);
    if (ticked && !control.defaultChecked) continue;
    fields.push([control.name, ticked ? control.value : control.defaultValue ?? chosenIn(control)]);
  }
  return fields;
}

/** @param {HTMLSelectElement} list */
function chosenIn(list) {
  return ([...list.options].find((option) => option.defaultSelected) ?? list.options[0])?.value ?? "";
}

/** Makes the form say this. @param {HTMLFormElement} form @param {[string, string][]} fields */
export function fill(form, fields) {
  const said = (/** @type {string} */ name) => fields.filter(([key]) => key === name).map(([, value]) => value);
  const controls = /** @type {Iterable<HTMLInputElement>} */ (form.elements);
  for (const control of controls) {
    if (!control.name || NEVER.includes(control.name) || control.tagName === "BUTTON") continue;
    const values = said(control.name);
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (values.length > 0) control.value = values[0];
  }
}
