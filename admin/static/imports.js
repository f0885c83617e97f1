/** An import under way: its numbers are fetched again every two seconds, the whole page when it has ended. */

const EVERY_MS = 2000;

async function refresh() {
  const old = document.getElementById("progress");
  const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!response.ok || response.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("progress");
  if (!old || !fresh || fresh.dataset.state !== "running") return location.reload();
  old.replaceWith(document.adoptNode(fresh));
  setTimeout(again, EVERY_MS);
}

/** A lost connection is tried again. */
function again() {
  refresh().catch(() => setTimeout(again, EVERY_MS));
}

setTimeout(again, EVERY_MS);
