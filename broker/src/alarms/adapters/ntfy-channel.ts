import { readFileSync } from 'node:fs';
import { type AlarmLevel, KwError } from '@kringwijzer/contract';
import type { Channel } from '../ports/channel.ts';
import { postTo } from './post-to.ts';

interface NtfyOptions {
  /** Base address of the server. */
  readonly server: string;
  /** File with an access token, when the server asks for one. */
  readonly tokenFile: string | undefined;
}

/** Priorities of ntfy: 5 rings through, 3 is ordinary (docs.ntfy.sh/publish, message priority). */
const PRIORITY: Readonly<Record<AlarmLevel, number>> = { urgent: 5, bad: 4, warn: 3 };

/** Publishes a notice as JSON to a topic of an ntfy server; `to` is the topic. */
export function createNtfyChannel({ server, tokenFile }: NtfyOptions): Channel {
  return {
    send: ({ to, notice, url }, signal) => {
      const token = tokenFile === undefined ? undefined : readToken(tokenFile, server);
      return postTo({
        url: server,
        body: JSON.stringify({
          topic: to,
          title: notice.title,
          message: notice.text,
          priority: PRIORITY[notice.level],
          ...(url !== undefined && { click: url }),
        }),
        headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        codes: { later: 'KW_NTFY_UNREACHABLE', never: 'KW_NTFY_REFUSED' },
        signal,
      });
    },
  };
}

function readToken(file: string, server: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const reason = `its token file ${file} cannot be read`;
    throw new KwError('KW_NTFY_UNREACHABLE', { host: new URL(server).host, reason }, { cause: error });
  }
}
