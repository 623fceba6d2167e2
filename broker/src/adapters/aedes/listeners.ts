import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { KwError } from '@kringwijzer/contract';
import type { Logger } from 'pino';

export interface ConnectionLimits {
  readonly total: number;
  readonly perIp: number;
}

export interface Doorkeeper {
  /** Counts a connection in; undefined when there are too many, else a function that counts it out again. */
  enter(from: string): (() => void) | undefined;
  open(): number;
}

/** Counts connections over all listeners together. */
export function createDoorkeeper(limits: ConnectionLimits): Doorkeeper {
  const perIp = new Map<string, number>();
  let total = 0;
  return {
    open: () => total,
    enter: (from) => {
      const ofThis = perIp.get(from) ?? 0;
      if (total >= limits.total || ofThis >= limits.perIp) return undefined;
      total += 1;
      perIp.set(from, ofThis + 1);
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        total -= 1;
        const left = (perIp.get(from) ?? 1) - 1;
        if (left === 0) perIp.delete(from);
        else perIp.set(from, left);
      };
    },
  };
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly doorkeeper: Doorkeeper;
  readonly handle: (socket: Socket, from: string) => void;
  readonly log: Logger;
  /** Makes the server; plain TCP without it. */
  readonly server?: Server;
}

/** Listens for MQTT on TCP, or on the TLS server given. Throws KW_PORT_TAKEN. */
export async function listenMqtt(options: ListenOptions): Promise<Listener> {
  const { doorkeeper, handle, log } = options;
  const server = options.server ?? createServer();
  const sockets = new Set<Socket>();
  const secure = 'setSecureContext' in server;
  server.on('connection', (socket: Socket) => {
    const from = socket.remoteAddress ?? 'unknown';
    const leave = doorkeeper.enter(from);
    if (leave === undefined) {
      log.debug({ code: 'KW_MQTT_TOO_MANY', from }, 'mqtt connection refused');
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      leave();
    });
    // A reset by the peer before aedes listens would otherwise end the process.
    socket.on('error', () => undefined);
    if (!secure) handle(socket, from);
  });
  server.on('secureConnection', (socket: Socket) => handle(socket, socket.remoteAddress ?? 'unknown'));
  server.on('tlsClientError', (error: Error) => log.debug({ reason: error.message }, 'tls handshake failed'));
  const port = await listenOn(server, options.host, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A TLS server for MQTT: TLS 1.2 at least, and five seconds for the handshake. */
export const createMqttTlsServer = ({ keyPem, certPem }: { readonly keyPem: string; readonly certPem: string }): Server =>
  createTlsServer({ key: keyPem, cert: certPem, minVersion: 'TLSv1.2', handshakeTimeout: 5_000 });

/** Starts a server and returns its port. Throws KW_PORT_TAKEN when another program has it. */
export function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new KwError('KW_PORT_TAKEN', { port, host }, { cause: error }) : error);
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      server.on('error', () => undefined); // accept() may fail when descriptors run out; the next one may succeed
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
