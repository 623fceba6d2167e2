import { BASE } from './start-files.ts';

/** Lets the browser keep the page and its content for days without a hub. Only where the browser allows it: loopback or HTTPS. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register(`${BASE}sw.js`, { scope: BASE }).catch(() => undefined); // plain HTTP on another machine: the runner serves it
}
