import type { MqttClient } from 'mqtt';
import { batchOf, recordsOf, recTopic } from '../hub/load-nodes.ts';

/** Records in each batch of the load. */
export const BATCH = 200;
const WINDOW = 4;
/** How often a node without pace looks whether it may end. */
const IDLE_LOOK_MS = 100;
const MOST_WAIT_MS = 30_000;

/** What was confirmed by PUBACK: first sequence numbers of batches, by node. */
export type Confirmed = ReadonlyMap<number, ReadonlySet<number>>;

/** Nodes that publish batches with QoS 1 and count what the broker confirms. */
export interface Publishers {
  readonly confirmed: Confirmed;
  /** Sends no more; resolves when everything sent is confirmed or its connection is gone. */
  end(): Promise<void>;
}

/** Starts the load on open connections: four batches on the way each, a new one for each confirmed, at most one in `paceMs` a node. */
export function startPublishers(clients: readonly MqttClient[], paceMs: number): Publishers {
  const confirmed = new Map<number, Set<number>>();
  const isPaced = paceMs > 0;
  let isOver = false;
  const startAt = Date.now() - 90 * 86_400_000;
  const ended = clients.map((client, node) => {
    const mine = new Set<number>();
    confirmed.set(node, mine);
    return new Promise<void>((resolve) => {
      let [seq, waiting] = [0, 0];
      const finish = (): void => {
        clearInterval(timer);
        resolve();
      };
      const sendMore = (): void => {
        if (isOver || !client.connected) {
          if (waiting === 0 || !client.connected) finish();
          return;
        }
        const room = isPaced ? Math.min(1, WINDOW - waiting) : WINDOW - waiting;
        for (let sent = 0; sent < room; sent += 1) {
          const first = seq;
          seq += BATCH;
          waiting += 1;
          client.publish(recTopic(node), batchOf(first, recordsOf(first, BATCH, startAt)), { qos: 1 }, (error) => {
            waiting -= 1;
            if (!error) mine.add(first);
            if (!isPaced || isOver) sendMore();
          });
        }
      };
      const timer = setInterval(sendMore, isPaced ? paceMs : IDLE_LOOK_MS);
      client.on('error', () => undefined); // the broker was killed, as planned
      client.on('close', finish);
      sendMore();
    });
  });
  return {
    confirmed,
    end: async () => {
      isOver = true;
      await Promise.race([Promise.all(ended), new Promise((resolve) => setTimeout(resolve, MOST_WAIT_MS))]);
    },
  };
}

/** Records behind confirmed batches. */
export const recordsIn = (confirmed: Confirmed): number => [...confirmed.values()].reduce((sum, { size }) => sum + size * BATCH, 0);
