/** Without a connection it shows a page that says so. Nothing of a conversation is ever kept. */

/** Typed loosely: the types of workers and of pages exclude each other. @type {any} */
const worker = self;
const SHELF = "offline";
const PAGE = `offline${worker.location.search}`;

worker.addEventListener("install", (/** @type {any} */ event) => {
  const files = [PAGE, "/static/tokens.css", "/static/paper.css", "/static/icon.svg"];
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(files)));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(PAGE)) ?? Response.error()));
  } else if (new URL(request.url).pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});
