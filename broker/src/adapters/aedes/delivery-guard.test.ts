import type { Client } from 'aedes';
import { describe, expect, it, vi } from 'vitest';
import { guardDeliveries } from './delivery-guard.ts';

describe('guardDeliveries', () => {
  it('delivers while the client is there and says done without a word when it is gone', async () => {
    const deliver = vi.fn<(packet: unknown, done: () => void) => void>((_packet, done) => done());
    const client = { deliver0: deliver, deliverQoS: deliver, closed: false };
    guardDeliveries(client as unknown as Client);
    const handOver = (): Promise<unknown> =>
      Promise.all([client.deliver0, client.deliverQoS].map((way) => new Promise<void>((done) => way({ topic: 'a' }, done))));
    await handOver();
    expect(deliver).toHaveBeenCalledTimes(2);
    client.closed = true;
    await handOver();
    expect(deliver).toHaveBeenCalledTimes(2);
  });

  it('does not start on an aedes that delivers in another way', () => {
    expect(() => guardDeliveries({} as Client)).toThrow('another way');
  });
});
