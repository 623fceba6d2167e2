import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KwRecord } from '@kringwijzer/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasMosquitto, startAedes, startMosquitto, type TestBroker } from '../../testing/broker.ts';
import { manualEvidence } from '../../testing/manual-clock.ts';
import { quietLog } from '../../testing/quiet-log.ts';
import { depositAt, weightAt } from '../../testing/sample-records.ts';
import { StandInHub } from '../../testing/stand-in-hub.ts';
import { connectMqtt } from '../adapters/mqtt-connect.ts';
import { MqttLink } from '../adapters/mqtt-link.ts';
import { SqliteSpool } from '../adapters/sqlite-spool.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { NodeTime } from '../node-time.ts';
import { Delivery, type DeliveryOptions } from './delivery.ts';

const SITE = 'yard';
const SOON = { timeout: 15_000, interval: 10 };
const REC = `kw/v1/${SITE}/n1/rec`;
const ACK = `kw/v1/${SITE}/n1/ack`;

interface Rig {
  readonly spool: SqliteSpool;
  readonly link: MqttLink;
  readonly delivery: Delivery;
  readonly stop: () => Promise<void>;
}

let folder = '';
const running: { stop: () => Promise<void> }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-delivery-'));
});

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

function startRig(url: string, options: Partial<DeliveryOptions> = {}, first: readonly KwRecord[] = []): Rig {
  const time = new NodeTime({ clock: systemClock, evidence: manualEvidence(true) });
  const spool = new SqliteSpool({
    file: join(folder, 'spool.db'),
    boot: randomBytes(8).toString('hex'),
    time,
    log: quietLog,
    maxBytes: 64e6,
    maxAgeMs: 1e12,
    journal: true,
  });
  for (const record of first) spool.append(record);
  spool.flush();
  const link = new MqttLink({
    url,
    user: 'n1',
    password: undefined,
    caPem: undefined,
    will: () => ({ topic: `kw/v1/${SITE}/n1/status`, payload: '{}', qos: 1, retain: true }),
    subscriptions: [ACK],
    timers: { ...systemClock, after: (ms, run) => systemClock.after(Math.min(ms, 100), run) },
    random: () => 0,
    log: quietLog,
    connect: connectMqtt,
  });
  const delivery = new Delivery({
    spool,
    link,
    topic: REC,
    timers: systemClock,
    random: () => 0,
    log: quietLog,
    drainRecordsPerS: 100_000,
    drainJitterMs: 0,
    ackTimeoutMs: 10_000,
    isHeld: () => false,
    ...options,
  });
  link.onMessage((_topic, payload) => delivery.receive(payload.toString('utf8')));
  link.start();
  const stop = async (): Promise<void> => {
    delivery.stop();
    await link.stop([]);
    spool.close();
  };
  const rig = { spool, link, delivery, stop };
  running.push(rig);
  return rig;
}

async function startHub(broker: TestBroker): Promise<StandInHub> {
  const hub = await StandInHub.start({ url: broker.url, site: SITE });
  running.push(broker, hub);
  return hub;
}

const fill = (spool: SqliteSpool, count: number): void => {
  for (let n = 0; n < count; n += 1) spool.append(n % 10 === 0 ? depositAt(Date.now()) : weightAt(Date.now(), n));
  spool.flush();
};

const BROKERS = [
  { name: 'aedes', start: startAedes, skip: false },
  { name: hasMosquitto ? 'mosquitto' : 'mosquitto (skipped: it is not installed)', start: startMosquitto, skip: !hasMosquitto },
];

describe.each(BROKERS)('delivery over $name', ({ start, skip }) => {
  it.skipIf(skip)('brings every record over once and empties the spool', async () => {
    const broker = await start();
    const hub = await startHub(broker);
    const { spool } = startRig(broker.url, {}, [depositAt(Date.now())]);
    fill(spool, 2_000);
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), SOON);
    expect(hub.stored.size).toBe(2_001);
    expect(hub.duplicates).toBe(0);
  });

  it.skipIf(skip)('sends again with the same ends what is not acknowledged', async () => {
    const broker = await start();
    const hub = await startHub(broker);
    let silent = 3;
    hub.policy = (_batch, ack) => (silent-- > 0 ? [] : [ack]);
    const { spool, delivery } = startRig(broker.url, { ackTimeoutMs: 300 });
    fill(spool, 50);
    await vi.waitFor(() => expect(hub.batches.length).toBe(1), SOON);
    fill(spool, 50);
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), SOON);
    expect(new Set(hub.batches.map((batch) => `${batch.seq0}+${batch.records.length}`))).toEqual(new Set(['0+50', '50+50']));
    expect(delivery.counts.resent).toBeGreaterThan(0);
    expect(hub.stored.size).toBe(100);
  });

  it.skipIf(skip)('ignores late, doubled and foreign acks', async () => {
    const broker = await start();
    const hub = await startHub(broker);
    hub.policy = () => [];
    const { spool, delivery } = startRig(broker.url, { ackTimeoutMs: 60_000 });
    fill(spool, 100);
    await vi.waitFor(() => expect(hub.batches.length).toBe(1), SOON);
    const { boot } = spool;
    const acks = [{ boot, upTo: 42 }, { boot: 'f'.repeat(16), upTo: 99 }, { boot, upTo: 99, seq0: 7 }, { boot, upTo: 'x' }, 'nonsense'];
    for (const ack of acks) await hub.publish(ACK, JSON.stringify(ack));
    await vi.waitFor(() => expect(delivery.counts.strayAcks).toBe(acks.length), SOON);
    expect(spool.depth().records).toBe(100);
    for (let times = 0; times < 3; times += 1) await hub.publish(ACK, JSON.stringify({ boot, upTo: 99 }));
    await vi.waitFor(() => expect(delivery.counts.strayAcks).toBe(acks.length + 2), SOON);
    expect(spool.depth().records).toBe(0);
  });

  it.skipIf(skip)('drains what an earlier start left behind the live records', async () => {
    const broker = await start();
    const first = startRig(broker.url.replace(/:\d+$/u, ':1'), {});
    fill(first.spool, 1_000);
    await first.stop();
    const hub = await startHub(broker);
    const { spool } = startRig(broker.url, { drainJitterMs: 200, random: () => 1 }, [depositAt(Date.now())]);
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), SOON);
    expect(hub.batches[0]?.boot).toBe(spool.boot);
    expect(hub.stored.size).toBe(1_001);
    expect(hub.duplicates).toBe(0);
  });
});

describe('delivery over a bad line', () => {
  it('loses and doubles nothing when the link is cut again and again', async () => {
    const broker = await startAedes();
    const hub = await startHub(broker);
    const { spool, link } = startRig(broker.url, { ackTimeoutMs: 500 });
    let ups = 0;
    link.onUp(() => {
      ups += 1;
    });
    for (let cuts = 0; cuts < 10; cuts += 1) {
      fill(spool, 100);
      await vi.waitFor(() => expect(link.isUp()).toBe(true), SOON);
      fill(spool, 100);
      broker.cut();
      await vi.waitFor(() => expect(link.isUp()).toBe(false), SOON);
    }
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), { timeout: 25_000, interval: 20 });
    expect(ups).toBeGreaterThanOrEqual(10);
    expect(hub.stored.size).toBe(2_000);
  });

  it('caps the rate of the backlog and lets live records pass', async () => {
    const first = startRig('mqtt://127.0.0.1:1');
    fill(first.spool, 1_500);
    await first.stop();
    const broker = await startAedes();
    const hub = await startHub(broker);
    const begun = performance.now();
    const { spool } = startRig(broker.url, { drainRecordsPerS: 800 });
    await vi.waitFor(() => expect(hub.stored.size).toBeGreaterThan(300), SOON);
    spool.append(depositAt(Date.now(), 7_777));
    await vi.waitFor(() => expect(hub.recordsOf('deposit')).toContainEqual(expect.objectContaining({ massG: 7_777 })), SOON);
    expect(hub.stored.size).toBeLessThan(1_400);
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), SOON);
    expect(performance.now() - begun).toBeGreaterThan(1_200);
  });

  it('sets records aside that the hub rejects by name', async () => {
    const broker = await startAedes();
    const hub = await startHub(broker);
    hub.policy = (batch, ack) => [batch.seq0 === 0 ? { ...ack, rejected: [{ seq: 3, code: 'KW_RECORD_INVALID' }] } : ack];
    const { spool } = startRig(broker.url);
    fill(spool, 10);
    await vi.waitFor(() => expect(hub.recordsOf('loss')).toHaveLength(1), SOON);
    expect(hub.recordsOf('loss')).toMatchObject([{ fromSeq: 3, toSeq: 3, reason: 'poison' }]);
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), SOON);
  });

  it('finds the one record a hub never answers for, without holding up the others', async () => {
    const broker = await startAedes();
    const hub = await startHub(broker);
    hub.takes = (batch) => !batch.records.some((record) => record.kind === 'deposit' && record.massG === 666);
    const { spool, delivery } = startRig(broker.url, { ackTimeoutMs: 100, random: () => -1 });
    for (let n = 0; n < 8; n += 1) spool.append(n === 5 ? depositAt(Date.now(), 666) : weightAt(Date.now(), n));
    spool.flush();
    const more = setInterval(() => spool.append(weightAt(Date.now())), 30);
    try {
      await vi.waitFor(() => expect(hub.recordsOf('loss')).toHaveLength(1), { timeout: 25_000, interval: 20 });
    } finally {
      clearInterval(more);
    }
    expect(hub.recordsOf('loss')).toMatchObject([{ fromSeq: 5, toSeq: 5, count: 1, reason: 'poison' }]);
    expect(delivery.counts.quarantined).toBe(1);
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), SOON);
    const { boot } = spool;
    expect([0, 1, 2, 3, 4, 6, 7].every((seq) => hub.stored.has(`n1/${boot}/${seq}`))).toBe(true);
  });

  it('finds the record that makes the hub end the line', async () => {
    const broker = await startAedes();
    const hub = await startHub(broker);
    hub.takes = (batch) => {
      const poison = batch.records.some((record) => record.kind === 'deposit' && record.massG === 666);
      if (poison) broker.cut();
      return !poison;
    };
    const { spool } = startRig(broker.url, { ackTimeoutMs: 200 });
    for (let n = 0; n < 4; n += 1) spool.append(n === 2 ? depositAt(Date.now(), 666) : weightAt(Date.now(), n));
    spool.flush();
    const more = setInterval(() => spool.append(weightAt(Date.now())), 100);
    try {
      await vi.waitFor(() => expect(hub.recordsOf('loss')).toHaveLength(1), { timeout: 28_000, interval: 20 });
    } finally {
      clearInterval(more);
    }
    expect(hub.recordsOf('loss')).toMatchObject([{ fromSeq: 2, toSeq: 2, reason: 'poison' }]);
  });

  it('condemns nobody while the hub answers for nothing', async () => {
    const broker = await startAedes();
    const hub = await startHub(broker);
    hub.takes = () => false;
    const { spool, delivery } = startRig(broker.url, { ackTimeoutMs: 50, random: () => -1 });
    fill(spool, 400);
    await vi.waitFor(() => expect(delivery.counts.resent).toBeGreaterThan(20), SOON);
    hub.takes = () => true;
    await vi.waitFor(() => expect(spool.depth().records).toBe(0), SOON);
    expect(delivery.counts).toMatchObject({ bisected: 0, quarantined: 0 });
    expect(hub.stored.size).toBe(400);
  });
});
