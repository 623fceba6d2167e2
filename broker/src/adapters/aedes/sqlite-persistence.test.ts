import assert from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSessionDb } from './session-db.ts';
import { SqlitePersistence } from './sqlite-persistence.ts';
import type { StoredPacket } from './stored-packet.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));
const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kw-broker-'));
  folders.push(folder);
  return join(folder, 'broker.db');
};
const open = (file: string, more: Partial<ConstructorParameters<typeof SqlitePersistence>[0]> = {}): SqlitePersistence =>
  new SqlitePersistence({ db: openSessionDb(file), maxQueued: 1_000, mayReceive: () => true, onDropped: () => undefined, ...more });
const packetOf = (brokerCounter: number, more: Partial<StoredPacket> = {}): StoredPacket => ({
  cmd: 'publish',
  brokerId: 'b1',
  brokerCounter,
  topic: 'a/b',
  payload: Buffer.from(String(brokerCounter)),
  qos: 1,
  retain: false,
  dup: false,
  ...more,
});
const all = async (stream: AsyncIterable<unknown>): Promise<StoredPacket[]> => {
  const items: StoredPacket[] = [];
  for await (const item of stream) items.push(item as StoredPacket);
  return items;
};
const payloads = (packets: readonly StoredPacket[]): string[] => packets.map((packet) => packet.payload.toString());

// The suite that every persistence of aedes has to pass, run with its own assertions.
describe('the suite of aedes-persistence', () => {
  type Body = (context: object) => Promise<void>;
  const suite = createRequire(import.meta.url)('aedes-persistence/abstract.js') as (options: object) => void;
  const context = {
    assert: { ...assert, equal: assert.equal, deepEqual: assert.deepEqual },
    plan: () => undefined,
    diagnostic: () => undefined,
  };
  suite({
    test: (title: string, body: Body) => it(`passes: ${title}`, () => expect(body(context)).resolves.toBeUndefined()),
    persistence: () => Promise.resolve(open(newFile())),
    testAsync: true,
  });
});

describe('SqlitePersistence', () => {
  it('keeps retained messages, sessions, queues and wills for the next start', async () => {
    const file = newFile();
    const first = open(file);
    await first.setup({ id: 'b1' });
    await first.storeRetained(packetOf(1, { retain: true }));
    await first.addSubscriptions({ id: 'c' }, [{ topic: 'a/+', qos: 1 }]);
    for (let n = 1; n <= 5; n += 1) await first.outgoingEnqueueCombi([{ clientId: 'c' }], packetOf(n));
    await first.putWill({ id: 'c' }, packetOf(9, { topic: 'will' }));
    await first.destroy();
    const second = open(file);
    await second.setup({ id: 'b2' });
    // The counter of a new broker starts again: its first message must not take the place of an old one.
    await second.outgoingEnqueueCombi([{ clientId: 'c' }], packetOf(1, { brokerId: 'b2', payload: Buffer.from('new') }));
    expect(payloads(await all(second.outgoingStream({ id: 'c' })))).toEqual(['1', '2', '3', '4', '5', 'new']);
    expect(payloads(await all(second.createRetainedStream('a/#')))).toEqual(['1']);
    expect(await second.subscriptionsByTopic('a/b')).toMatchObject([{ clientId: 'c', topic: 'a/+', qos: 1 }]);
    expect((await all(second.streamWill({ b2: 1 }))).map((will) => will.topic)).toEqual(['will']);
    await second.destroy();
  });

  it('gives up the oldest message of a full queue and counts it', async () => {
    const onDropped = vi.fn<() => void>();
    const file = newFile();
    const first = open(file, { maxQueued: 3, onDropped });
    for (let n = 1; n <= 5; n += 1) await first.outgoingEnqueue({ clientId: 'c' }, packetOf(n));
    await first.destroy();
    const second = open(file);
    expect(payloads(await all(second.outgoingStream({ id: 'c' })))).toEqual(['3', '4', '5']);
    expect(onDropped).toHaveBeenCalledTimes(2);
    await second.destroy();
  });

  it('keeps nothing for a client that may not receive it', async () => {
    const kept = open(newFile(), { mayReceive: (_client, topic) => topic !== 'secret' });
    await kept.outgoingEnqueue({ clientId: 'c' }, packetOf(1, { topic: 'secret' }));
    await kept.outgoingEnqueue({ clientId: 'c' }, packetOf(2));
    expect(payloads(await all(kept.outgoingStream({ id: 'c' })))).toEqual(['2']);
    await kept.destroy();
  });

  it('forgets an acknowledged message also after a restart', async () => {
    const file = newFile();
    const first = open(file);
    await first.outgoingEnqueue({ clientId: 'c' }, packetOf(1));
    await first.outgoingUpdate({ id: 'c' }, packetOf(1, { messageId: 7 }));
    await first.outgoingClearMessageId({ id: 'c' }, { messageId: 7 });
    await first.destroy();
    const second = open(file);
    expect(await all(second.outgoingStream({ id: 'c' }))).toEqual([]);
    await second.destroy();
  });
});
