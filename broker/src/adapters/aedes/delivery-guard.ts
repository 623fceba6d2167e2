import type { Client } from 'aedes';

type Deliver = (packet: unknown, done: () => void) => void;

/**
 * Delivers nothing to a client that is gone. aedes 1.2.0 goes on for as long as its subscriptions are being taken away, and
 * makes an error of each message; the stacks of those errors hold the turns of the event loop they were made in, which hold
 * the errors before them: clients that come and go under a flood took memory without end. Not public: the version is
 * pinned, and a test fails when `deliver0` and `deliverQoS` move.
 */
export function guardDeliveries(client: Client): void {
  const inner = client as unknown as { deliver0: Deliver; deliverQoS: Deliver; readonly closed: boolean };
  if (typeof inner.deliver0 !== 'function' || typeof inner.deliverQoS !== 'function') {
    throw new TypeError('this version of aedes delivers in another way; its memory cannot be guarded');
  }
  const guarded =
    (deliver: Deliver): Deliver =>
    (packet, done) => {
      if (inner.closed) setImmediate(done);
      else deliver(packet, done);
    };
  inner.deliver0 = guarded(inner.deliver0);
  inner.deliverQoS = guarded(inner.deliverQoS);
}
