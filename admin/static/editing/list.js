/** The list of services follows its filters while one types; without scripts the form does it. */

import { one } from "../fill.js";

const PAUSE_MS = 200;

const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
let waiting = 0;
let asked = 0;

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, PAUSE_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  find();
});

/** Shows what is found under the address that the form now stands for; an older answer never wins. */
async function find() {
  const mine = ++asked;
  const address = `${form.action}?${filled()}`;
  const response = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (mine !== asked) return;
  if (!response || !response.ok || response.redirected) return location.assign(address);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  if (mine !== asked) return;
  one(document, "#found").replaceChildren(...one(fresh, "#found").childNodes);
  history.replaceState(null, "", address);
}

/** Only what is filled in. */
function filled() {
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) chosen.set(name, String(value));
  return chosen;
}
