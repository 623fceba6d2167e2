import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports below those the kernel hands out by itself (32768 and up), so that nobody takes one while its program is away for a moment. */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** A port of 127.0.0.1 that is free, for programs that cannot take port 0 because they come back to it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
