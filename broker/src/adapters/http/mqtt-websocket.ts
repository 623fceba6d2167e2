import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { isOwnOrigin } from '../../api/guard.ts';
import type { Doorkeeper } from '../aedes/listeners.ts';

const PATH = '/mqtt';
const MAX_PAYLOAD = 66 * 1024;

export interface MqttWebSocketOptions {
  readonly server: Pick<Server, 'on' | 'off'>;
  readonly doorkeeper: Doorkeeper;
  readonly handle: (stream: Duplex, from: string) => void;
}

/** MQTT over WebSocket at /mqtt, behind the same door and the same passwords as TCP. Returns how to close it. */
export function serveMqttWebSocket({ server, doorkeeper, handle }: MqttWebSocketOptions): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has('mqtt') ? 'mqtt' : false),
  });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => undefined);
    const refusal = refusalOf(request);
    const from = request.socket.remoteAddress ?? 'unknown';
    const leave = refusal === undefined ? doorkeeper.enter(from) : undefined;
    if (leave === undefined) {
      socket.end(`HTTP/1.1 ${refusal ?? '503 Service Unavailable'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    socket.once('close', leave);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = createWebSocketStream(webSocket);
      stream.on('error', () => undefined);
      handle(stream, from);
    });
  };
  server.on('upgrade', upgrade);
  return () => {
    server.off('upgrade', upgrade);
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

/** Why a request may not become a WebSocket; undefined when it may. A page of another site may not use our user's network. */
function refusalOf({ url, headers }: IncomingMessage): string | undefined {
  if (url?.split('?', 1)[0] !== PATH) return '404 Not Found';
  const { origin, host } = headers;
  return origin !== undefined && !isOwnOrigin(origin, host) ? '403 Forbidden' : undefined;
}
