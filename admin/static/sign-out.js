/** Whoever signs out leaves no unsaved work behind in this browser. */

export const KEPT = "osaamo-editing:";

document.querySelector("form[action='/admin/sign-out']")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) localStorage.removeItem(key);
});
