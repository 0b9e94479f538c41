// Keeps the proof page for when there is no network: asks the hub first, and answers with what was kept where it is not there.
const KEPT = "lienthong-proof";
const PAGES = ["/proof", "/proof/file"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(PAGES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin || !PAGES.includes(pathname)) return;
  event.respondWith(fresh(event.request, pathname));
});

const fresh = async (request, pathname) => {
  const cache = await caches.open(KEPT);
  const patience = new AbortController();
  const clock = setTimeout(() => patience.abort(), 4_000);
  try {
    const answer = await fetch(request, { signal: patience.signal });
    if (answer.ok && !answer.redirected) await cache.put(pathname, answer.clone());
    else if (answer.status >= 500) return (await cache.match(pathname)) ?? answer;
    return answer;
  } catch {
    return (await cache.match(pathname)) ?? Response.error();
  } finally {
    clearTimeout(clock);
  }
};
