/** Answers changed with the person: sent without leaving the page, which follows by itself. */

import { call } from "./panel-api.js";
import { told } from "./reply-tool.js";

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.dataset.answer) return;
  event.preventDefault();
  const written = new FormData(form);
  const codes = written.getAll("codes").filter(Boolean);
  await told(call("PUT", form.dataset.answer, { codes, seen: written.getAll("seen") }));
});
