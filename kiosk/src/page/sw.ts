/** This file runs as a service worker; the library's own `self` is the plain worker. */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

/** Replaced when the page is built: every file of it, and a hash over all of them. */
const FILES = '__KW_FILES__' as unknown as readonly string[];
const VERSION = '__KW_VERSION__';
const CACHE = `kw-kiosk-${VERSION}`;

/** The whole page and its content, or nothing: a half cache would be a broken page on a day without network. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await worker.clients.claim();
}

/** From the network when it answers, because content may be newer; from the cache when it does not. */
async function answer(request: Request): Promise<Response> {
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(3_000) });
    if (fresh.ok) return fresh;
  } catch {
    // No network: the cache answers below.
  }
  return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
}

const isOurs = (url: URL): boolean =>
  url.origin === worker.location.origin && url.pathname.startsWith(new URL(worker.registration.scope).pathname);
/** Names with a hash never change: the cache is as good as the network, and faster. */
const isHashed = (url: URL): boolean => url.pathname.includes('/assets/');

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || !isOurs(url)) return;
  event.respondWith(isHashed(url) ? caches.match(event.request).then((hit) => hit ?? answer(event.request)) : answer(event.request));
});
