/** The page as an app: only there something waits on the device for the time without a connection. */

if (matchMedia("(display-mode: standalone)").matches && "serviceWorker" in navigator) {
  const language = document.documentElement.lang;
  const base = location.pathname.replace(/[^/]*$/, "");
  void navigator.serviceWorker.register(`${base}worker.js?language=${language}`);
}

export {};
