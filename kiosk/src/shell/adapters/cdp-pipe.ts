import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

const messageSchema = z.looseObject({
  id: z.number().optional(),
  method: z.string().optional(),
  sessionId: z.string().optional(),
  params: z.looseObject({}).optional(),
  result: z.looseObject({}).optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});
export type CdpMessage = z.infer<typeof messageSchema>;

export interface CdpPipe {
  /** Resolves with the result; rejects on an error answer, when the pipe closes, or after `timeoutMs`. */
  readonly send: (method: string, params?: object, sessionId?: string) => Promise<Readonly<Record<string, unknown>>>;
}

const SEPARATOR = 0;
const ANSWER_WITHIN_MS = 5_000;
/** A screenshot of a 1080×1920 page is well under this; more is not an answer of ours. */
const BUFFER_MAX_BYTES = 32 * 1024 * 1024;

/** The DevTools protocol over Chromium's pipe (file descriptors 3 and 4): JSON messages that end in a zero byte. */
export function openCdpPipe(toChromium: Writable, fromChromium: Readable, onEvent: (message: CdpMessage) => void): CdpPipe {
  const waiting = new Map<number, (message: CdpMessage) => void>();
  let nextId = 1;
  let pending = Buffer.alloc(0);
  const take = (text: string): void => {
    const message = messageSchema.safeParse(JSON.parse(text));
    if (!message.success) return;
    const answer = message.data.id === undefined ? undefined : waiting.get(message.data.id);
    if (answer) answer(message.data);
    else onEvent(message.data);
  };
  fromChromium.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let end = pending.indexOf(SEPARATOR); end >= 0; end = pending.indexOf(SEPARATOR)) {
      take(pending.subarray(0, end).toString('utf8'));
      pending = pending.subarray(end + 1);
    }
    if (pending.length > BUFFER_MAX_BYTES) pending = Buffer.alloc(0);
  });
  const close = (): void => {
    for (const answer of waiting.values()) answer({ error: { message: 'the browser closed its pipe' } });
  };
  fromChromium.on('close', close);
  fromChromium.on('error', close);
  toChromium.on('error', close);

  const send: CdpPipe['send'] = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      const timer = setTimeout(() => waiting.get(id)?.({ error: { message: `no answer to ${method}` } }), ANSWER_WITHIN_MS);
      waiting.set(id, ({ result, error }) => {
        clearTimeout(timer);
        waiting.delete(id);
        if (error) reject(new Error(error.message));
        else resolve(result ?? {});
      });
      toChromium.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    });
  return { send };
}
