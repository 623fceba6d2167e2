import type { IncomingMessage } from 'node:http';

/** The text of a message, or undefined when it is over `maxBytes` (the rest is dropped). */
export async function readBody(message: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes <= maxBytes) chunks.push(part);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}
