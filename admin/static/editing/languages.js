/** Which languages stand beside each other; what is written in the others stays in the form. */

/** @param {HTMLFormElement} form */
export function languagesOf(form) {
  const chips = /** @type {NodeListOf<HTMLAnchorElement>} */ (form.querySelectorAll("a[data-shows]"));
  for (const chip of chips) {
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      const text = /** @type {HTMLElement} */ (document.getElementById(`text-${chip.dataset.shows}`));
      const last = form.querySelectorAll("a[data-shows][aria-current]").length === 1;
      if (!text.hidden && last) return;
      text.hidden = !text.hidden;
      if (text.hidden) chip.removeAttribute("aria-current");
      else chip.setAttribute("aria-current", "true");
      remember(form, [...chips]);
    });
  }
}

/** So that a reload and a save show the same. @param {HTMLFormElement} form @param {HTMLAnchorElement[]} chips */
function remember(form, chips) {
  const shown = chips.filter((chip) => chip.hasAttribute("aria-current")).map((chip) => chip.dataset.shows);
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("shown"));
  field.value = shown.join(",");
  history.replaceState(null, "", `?show=${field.value}`);
}
