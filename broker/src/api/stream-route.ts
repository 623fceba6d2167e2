import type { OutgoingHttpHeaders } from 'node:http';
import { KwError } from '@kringwijzer/contract';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn, tokenOf } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const HEARTBEAT_MS = 15_000;
const MAX_BEHIND_BYTES = 512 * 1024;
const MAX_ONLOOKERS = 500;
const summary = 'Live changes as server-sent events: everything for people, public figures for the kiosk';

/** The live stream. A reader that falls behind is cut off; it comes back with Last-Event-ID and misses nothing. */
export function streamRoute(app: ApiServer, { people, stream, counters, log }: ApiDeps): void {
  app.get('/stream', route('signed-in', { tags: ['live'], summary }), (request, reply) => {
    if (stream.onlookers() >= MAX_ONLOOKERS) throw new KwError('KW_RATE_LIMITED', { waitS: 30 });
    const session = sessionIn(request);
    const token = tokenOf(request);
    const lastEventId = request.headers['last-event-id'];
    const socket = reply.raw;
    reply.hijack();
    socket.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    // Small frames must leave at once, and a write after the peer is gone must not end the process.
    socket.socket?.setNoDelay(true);
    socket.on('error', () => undefined);
    const write = (frame: string): void => {
      if (socket.destroyed) return;
      socket.write(frame);
      if (socket.writableLength <= MAX_BEHIND_BYTES) return;
      counters.add('kringwijzer_stream_slow_total');
      log.warn({ name: session.name, behindBytes: socket.writableLength }, 'slow reader of the live stream cut off');
      socket.destroy();
    };
    // Without closing the connection too, a browser's keep-alive would hold up the hub's stop.
    const end = (): void => void socket.end(() => socket.socket?.end());
    socket.write('retry: 2000\n\n');
    const leave = stream.join(
      session.role === 'kiosk' ? 'public' : 'staff',
      { write, end },
      typeof lastEventId === 'string' ? lastEventId : undefined,
    );
    const heartbeat = setInterval(() => {
      // A right that was taken back must not live on in an open stream.
      if (people.session(token) === undefined) end();
      else write(': alive\n\n');
    }, HEARTBEAT_MS);
    socket.once('close', () => {
      clearInterval(heartbeat);
      leave();
    });
  });
}
