import type { AlarmMine } from '@kringwijzer/contract';
import { apiPost } from '../data/api.ts';

/** True when this browser can show messages of the hub: it needs a service worker, so https or this machine. */
export const canPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** True when the person told the browser never to show messages of this site. */
export const isBlocked = (): boolean => canPush() && Notification.permission === 'denied';

/** The subscription of this browser, when it has one. */
export async function currentPush(): Promise<PushSubscription | undefined> {
  if (!canPush()) return undefined;
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? undefined;
}

/** Asks the person and the push service, and tells the hub. Throws ApiFailure, or what the browser says. */
export async function startPush(vapidKey: string): Promise<AlarmMine> {
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(vapidKey) });
  const { endpoint, keys } = subscription.toJSON();
  return apiPost<AlarmMine>('/alarms/me/browsers', { endpoint, keys });
}

/** No messages to this browser any more. */
export async function stopPush(subscription: PushSubscription): Promise<AlarmMine> {
  await subscription.unsubscribe();
  return apiPost<AlarmMine>('/alarms/me/browsers/remove', { endpoint: subscription.endpoint });
}

/** Bytes of base64url, as the push service wants the key. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0);
}
