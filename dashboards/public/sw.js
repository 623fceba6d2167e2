// The app's shell for a phone without the hub: the page and the files it names, nothing of the API. Figures of an earlier visit are the
// page's own business; it keeps them with their age.
const CACHE = 'kringwijzer-shell-1';
const ASSET = /(?:href|src)="(\/(?:assets|icons)\/[^"]+|\/manifest\.webmanifest)"/gu;

async function keepShell() {
  const cache = await caches.open(CACHE);
  const page = await fetch('/', { cache: 'no-store' });
  if (!page.ok) return;
  const html = await page.clone().text();
  await cache.put('/', page);
  await cache.addAll([...html.matchAll(ASSET)].map((match) => match[1]));
}

async function pageOf(request) {
  try {
    const fresh = await fetch(request);
    if (fresh.ok) {
      const cache = await caches.open(CACHE);
      await cache.put('/', fresh.clone());
    }
    return fresh;
  } catch (cause) {
    const kept = await caches.match('/');
    if (kept) return kept;
    throw cause;
  }
}

// Files under /assets carry their content in their name, so a kept one is never old.
async function assetOf(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, fresh.clone());
  }
  return fresh;
}

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const dropOld = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith('kringwijzer-') && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(dropOld());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate' && !url.pathname.startsWith('/kiosk')) event.respondWith(pageOf(request));
  else if (url.pathname.startsWith('/assets/') || url.pathname.startsWith('/icons/')) event.respondWith(assetOf(request));
});

// A message of the hub. What a push carries is encrypted by the hub for this browser; one without words still has to be shown.
self.addEventListener('push', (event) => {
  const message = event.data ? event.data.json() : {};
  const shown = self.registration.showNotification(message.title || 'Kringwijzer', {
    body: message.body || '',
    tag: message.tag,
    icon: '/icons/icon-192.png',
    badge: '/icons/icon-192.png',
    requireInteraction: message.level === 'urgent',
  });
  event.waitUntil(shown);
});

// Always our own page, whatever the message says: a window that is open already comes to the front.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const open = async () => {
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const page = pages.find((one) => !new URL(one.url).pathname.startsWith('/kiosk'));
    if (!page) return self.clients.openWindow('/#/alarms');
    await page.navigate('/#/alarms');
    return page.focus();
  };
  event.waitUntil(open());
});
