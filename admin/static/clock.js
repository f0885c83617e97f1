/** Waiting clocks: "4:07" within the hour, then "2 h 05 min", then days, like `elapsed` of the server. */

/** @param {number} seconds */
export function elapsed(seconds) {
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  if (hours === 0) return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function tick() {
  for (const clock of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-since]"))) {
    const since = Date.parse(clock.dataset.since ?? "");
    if (!Number.isNaN(since)) clock.textContent = elapsed(Math.max(0, Math.floor((Date.now() - since) / 1000)));
  }
}
