import type { IncomingMessage } from 'node:http';

/** The bytes of a message, or undefined when they are over `maxBytes` (the rest is dropped). */
export async function readBytes(message: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes <= maxBytes) chunks.push(part);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
}

/** The text of a message, or undefined when it is over `maxBytes`. */
export const readBody = async (message: IncomingMessage, maxBytes: number): Promise<string | undefined> =>
  (await readBytes(message, maxBytes))?.toString('utf8');
