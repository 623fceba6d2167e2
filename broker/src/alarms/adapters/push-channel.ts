import { type AlarmLevel, KwError, pushSubscriptionSchema } from '@kringwijzer/contract';
import webPush from 'web-push';
import type { Notice } from '../core/notice.ts';
import type { Channel } from '../ports/channel.ts';
import { postTo } from './post-to.ts';

/** Keys that tell push services who sends (VAPID, RFC 8292); base64url. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** New keys; made once a site, because browsers subscribe to the public one. */
export const newVapidKeys = (): VapidKeys => webPush.generateVAPIDKeys();

/** A push service holds a message this long for a browser that is not there: tomorrow it is no news any more. */
const TTL_S = 12 * 3_600;
/** A push service takes 4096 bytes of ciphertext at least (RFC 8030, 7.2); what is over goes to the page. */
const TEXT_MAX = 1_200;
const URGENCY: Readonly<Record<AlarmLevel, 'high' | 'normal'>> = { urgent: 'high', bad: 'high', warn: 'normal' };

/** Pushes a notice, encrypted for one browser (RFC 8291); `to` is its subscription as JSON. */
export function createPushChannel(options: { readonly keys: () => VapidKeys; readonly subject: string }): Channel {
  return {
    send: ({ id, to, notice, url }, signal) => {
      const subscription = pushSubscriptionSchema.parse(JSON.parse(to));
      const { headers, body } = webPush.generateRequestDetails(
        { endpoint: subscription.endpoint, keys: subscription.keys },
        JSON.stringify(payloadOf(id, notice, url)),
        { TTL: TTL_S, urgency: URGENCY[notice.level], vapidDetails: { subject: options.subject, ...options.keys() } },
      );
      return postTo({
        url: subscription.endpoint,
        body: new Uint8Array(body ?? []),
        headers: textHeaders(headers),
        codes: { later: 'KW_PUSH_UNREACHABLE', never: 'KW_PUSH_GONE' },
        signal,
      });
    },
  };
}

/** What the service worker of the staff pages shows. `tag` makes a message sent again replace the first. */
function payloadOf(id: string, { title, text, level }: Notice, url: string | undefined): object {
  return { title, body: text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text, tag: id, level, ...(url !== undefined && { url }) };
}

/** Content-Length is made by fetch. */
const textHeaders = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== 'Content-Length')
      .map(([name, value]) => [name, String(value)]),
  );

/** True when the browser will never take messages again. */
export const isGone = (error: unknown): boolean => error instanceof KwError && error.code === 'KW_PUSH_GONE';
