import { join } from 'node:path';
import type { Logger } from 'pino';
import { createAedesHub } from './adapters/aedes/aedes-hub.ts';
import { createDoorkeeper, listenMqtt } from './adapters/aedes/listeners.ts';
import { openSessionDb } from './adapters/aedes/session-db.ts';
import { SqlitePersistence } from './adapters/aedes/sqlite-persistence.ts';
import { openHubDb } from './adapters/hub-db/hub-db.ts';
import { createNodeSecrets } from './adapters/node-secrets.ts';
import { createCounters } from './core/counters.ts';
import { Machines } from './core/machines.ts';

export interface InteropBroker {
  readonly port: number;
  /** Password of each user, by name. */
  readonly passwords: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * The hub's broker with the topics of an interoperability suite instead of ours: everything may be published and
 * subscribed but `test/nosubscribe`, and clients without keepalive are let in. For tests only; it stores no records.
 */
export async function startInteropBroker(options: {
  readonly folder: string;
  readonly users: readonly string[];
  readonly log: Logger;
}): Promise<InteropBroker> {
  const { folder, users, log } = options;
  const db = openHubDb(join(folder, 'hub.db'));
  const machines = new Machines({ db, secrets: createNodeSecrets(Buffer.alloc(32)), nowMs: Date.now });
  const passwords = Object.fromEntries(users.map((username) => [username, machines.issue({ username, role: 'guest', by: 'interop' })]));
  const mayReceive = (topic: string): boolean => topic !== 'test/nosubscribe' && !topic.startsWith('$');
  const persistence = new SqlitePersistence({
    db: openSessionDb(join(folder, 'broker.db')),
    maxQueued: 10_000,
    mayReceive: (_clientId, topic) => mayReceive(topic),
    onDropped: () => undefined,
  });
  const hub = await createAedesHub({
    site: 'interop',
    machines,
    log,
    counters: createCounters(),
    nowMs: Date.now,
    messagesPerSecond: 10_000,
    keepaliveMaxS: 0,
    drainTimeoutMs: 5_000,
    persistence,
    onPublish: ({ retain }) => Promise.resolve({ kind: 'forward', retain }),
    rightsOf: () => ({ publish: (topic) => !topic.startsWith('$SYS/'), subscribe: mayReceive, forward: mayReceive }),
  });
  const doorkeeper = createDoorkeeper({ total: 100, perIp: 100 });
  const listener = await listenMqtt({ host: '127.0.0.1', port: 0, doorkeeper, handle: (stream, from) => hub.handle(stream, from), log });
  return {
    port: listener.port,
    passwords,
    stop: async () => {
      await listener.close();
      await hub.close();
      await persistence.destroy();
      db.close();
    },
  };
}
