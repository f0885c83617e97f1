/** Chooses all services of the page at once, and says how many are chosen; without scripts one ticks each. */

import { one } from "../fill.js";

const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".needs [name=service]"));
if (boxes.length) begin();

function begin() {
  const all = one(document, "#choose-all");
  const box = /** @type {HTMLInputElement} */ (one(all, "input"));
  all.hidden = false;
  box.addEventListener("change", () => {
    for (const each of boxes) each.checked = box.checked;
    tell(box);
  });
  for (const each of boxes) each.addEventListener("change", () => tell(box));
  tell(box);
}

/** @param {HTMLInputElement} box */
function tell(box) {
  const count = [...boxes].filter((each) => each.checked).length;
  box.checked = count === boxes.length;
  box.indeterminate = count > 0 && count < boxes.length;
  const told = one(document, "#chosen-count");
  told.textContent = (told.dataset.text ?? "").replace("{count}", String(count));
}
