/** How many characters are left, while one types. */

/** @param {HTMLFormElement} form */
export function countIn(form) {
  form.addEventListener("input", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (field instanceof HTMLTextAreaElement && field.dataset.limit) count(form, field);
    else if (field === form) for (const each of limited(form)) count(form, each);
  });
  for (const each of limited(form)) count(form, each);
}

/** @param {HTMLFormElement} form @returns {NodeListOf<HTMLTextAreaElement>} */
function limited(form) {
  return form.querySelectorAll("textarea[data-limit]");
}

/** Signs as the server counts them, not halves of them. @param {HTMLFormElement} form @param {HTMLTextAreaElement} field */
function count(form, field) {
  const left = Number(field.dataset.limit) - [...field.value.trim()].length;
  const counter = /** @type {HTMLElement} */ (document.getElementById(`${field.id}-count`));
  const words = (left >= 0 ? form.dataset.left : form.dataset.over) ?? "";
  counter.textContent = words.replace("{count}", String(Math.abs(left)));
  counter.classList.toggle("over", left < 0);
}
