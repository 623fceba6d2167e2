import { createHmac, randomBytes } from 'node:crypto';
import type { NoticeItem } from '../core/notice.ts';
import type { Channel } from '../ports/channel.ts';
import { postTo } from './post-to.ts';

const PREFIX = 'whsec_';

/** A new secret: `whsec_` and 32 random bytes, as the Standard Webhooks specification writes them. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(32).toString('base64');

/**
 * Posts events as JSON, signed as Standard Webhooks says (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`. `to`
 * is the URL. The same message sent again has the same `webhook-id`, so that a receiver can leave out doubles.
 */
export function createWebhookChannel(options: { readonly site: string; readonly secret: () => string }): Channel {
  return {
    send: ({ id, to, notice, url, atMs }, signal) => {
      const events = notice.items.map(eventOf);
      const type = events.length === 0 ? 'alarms.test' : 'alarms';
      const body = JSON.stringify({ type, site: options.site, at: new Date(atMs).toISOString(), url, title: notice.title, events });
      const timestamp = String(Math.floor(atMs / 1_000));
      const signature = signatureOf(options.secret(), `${id}.${timestamp}.${body}`);
      return postTo({
        url: to,
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signature,
        },
        codes: { later: 'KW_WEBHOOK_UNREACHABLE', never: 'KW_WEBHOOK_REFUSED' },
        signal,
      });
    },
  };
}

/** The signature of a signed content with a secret: `v1,` and base64. */
function signatureOf(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

/** An event in the words of the API; times in RFC 3339, as programs and people both read them. */
const eventOf = ({ type, alarm, kind, level, node, device, at, raisedAt, words }: NoticeItem): object => ({
  type,
  alarm,
  kind,
  level,
  node,
  device,
  at: new Date(at).toISOString(),
  raised_at: new Date(raisedAt).toISOString(),
  words,
});
