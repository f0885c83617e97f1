/** What is being written survives a reload: kept in this tab until it is sent or its writer signs out. */

export function keepDrafts() {
  document.addEventListener("input", (event) => {
    const field = /** @type {HTMLTextAreaElement} */ (event.target);
    const name = field.dataset.draft;
    if (!name) return;
    if (field.value) sessionStorage.setItem(name, field.value);
    else sessionStorage.removeItem(name);
    grow(field);
  });
  const signOut = document.querySelector("form[action='/admin/sign-out']");
  signOut?.addEventListener("submit", () => sessionStorage.clear());
}

/** Into the fields that are empty. */
export function restoreDrafts() {
  const fields = /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("[data-draft]"));
  for (const field of fields) {
    if (!field.value) field.value = sessionStorage.getItem(field.dataset.draft ?? "") ?? "";
    grow(field);
  }
}

/** As high as its text, within the limits of the style sheet. @param {HTMLTextAreaElement} field */
function grow(field) {
  field.rows = 2;
  while (field.rows < 10 && field.scrollHeight > field.clientHeight) field.rows += 1;
}
