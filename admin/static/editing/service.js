/** The page of a service: live counters and hints, languages beside each other, work that is never lost. */

import { one } from "../fill.js";
import { countIn } from "./counters.js";
import { hintsFor } from "./hints.js";
import { Keeping } from "./keeping.js";
import { languagesOf } from "./languages.js";
import { send } from "./sending.js";

/** Once for each form that the page shows. */
function begin() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#editor, #conflict"));
  if (!form) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await save(form, event.submitter);
  });
  if (form.id !== "editor") return;
  const keeping = new Keeping(form);
  languagesOf(form);
  countIn(form);
  const askLater = hintsFor(form);
  form.addEventListener("input", () => changed(form, keeping));
  if (keeping.dirty) {
    changed(form, keeping); // written before the script was there
    askLater();
  } else keeping.offer(() => form.dispatchEvent(new Event("input", { bubbles: true })));
}

/** What is only in this browser cannot be published yet. @param {HTMLFormElement} form @param {Keeping} keeping */
function changed(form, keeping) {
  const { dirty } = keeping;
  keeping.keep();
  document.body.classList.toggle("dirty", dirty);
  const verbs = document.querySelectorAll("#verbs button, #editor [formaction]");
  for (const verb of /** @type {NodeListOf<HTMLButtonElement>} */ (verbs)) verb.disabled = dirty;
  document.getElementById("save-first")?.toggleAttribute("hidden", !dirty);
  document.getElementById("sign-in-again")?.toggleAttribute("hidden", true);
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
async function save(form, submitter) {
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const focused = document.activeElement?.id;
  try {
    const fresh = await send(form, submitter);
    if (!fresh) return;
    document.body.classList.remove("dirty");
    one(document, "main").replaceWith(fresh);
    begin();
    const next = document.querySelector("main [role=alert]") ?? document.getElementById(focused ?? "");
    (/** @type {HTMLElement} */ (next ?? one(document, "#service-heading"))).focus();
  } finally {
    form.removeAttribute("aria-busy");
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  /** @type {HTMLFormElement | null} */ (document.querySelector("#editor, #conflict"))?.requestSubmit();
});
begin();
