import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that came in. */
interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A web server on 127.0.0.1 that takes whatever is posted to it. */
export interface PostBox {
  readonly url: string;
  readonly posts: readonly Posted[];
  /** What it answers from now on, by path; 201 without. */
  readonly answers: Map<string, number>;
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startPostBox(): Promise<PostBox> {
  const posts: Posted[] = [];
  const answers = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '/';
      const status = answers.get(path) ?? 201;
      if (status < 300) posts.push({ path, headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    answers,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
