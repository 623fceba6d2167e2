import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { connected } from '../testing/connected.ts';
import { type Hub, startHub } from './app.ts';
import { loadHubConfig } from './load-config.ts';

// The long form of this test is the same with more rounds: KW_FUZZ_ROUNDS=2000 is about a million packets.
const ROUNDS = Number(process.env['KW_FUZZ_ROUNDS'] ?? 40);
const PACKETS = 500;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Small repeatable generator (xorshift32), so that a failure can be run again. */
function bytesOf(seed: number): (count: number) => Buffer {
  let state = seed;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
  return (count) => Buffer.from(Array.from({ length: count }, next));
}

async function hub(): Promise<Hub> {
  const data = mkdtempSync(join(tmpdir(), 'kw-fuzz-'));
  const mqtt = { port: 0, maxConnections: 5_000, maxConnectionsPerIp: 5_000 };
  const started = await startHub(loadHubConfig({ overrides: { data, http: { port: 0 }, mqtt } }), { log: pino({ level: 'silent' }) });
  cleanups.push(() => rmSync(data, { recursive: true, force: true }));
  cleanups.push(() => started.stop());
  return started;
}
async function healthyClient(of: Hub): Promise<MqttClient> {
  const client = connect(of.mqttUrl, {
    username: 'well',
    password: of.issueMachine('well', 'guest'),
    clientId: 'well',
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  cleanups.push(() => client.endAsync(true));
  await connected(client);
  return client;
}
async function socketTo(port: number): Promise<Socket> {
  const socket = connectTcp(port, '127.0.0.1');
  socket.on('error', () => undefined);
  cleanups.push(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}
/** Sends and waits until the other side has had enough, or has taken everything. */
async function throwAt(port: number, bytes: Buffer): Promise<void> {
  const socket = await socketTo(port);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  socket.end(bytes);
  await closed;
}
const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
const connectBody = Buffer.concat([text('MQTT'), Buffer.from([4, 0xc2, 0, 60]), text('well'), text('well'), text('wrong')]);
const CONNECT = Buffer.concat([Buffer.from([0x10, connectBody.length]), connectBody]);

describe('strangers', () => {
  it(`throw ${ROUNDS * PACKETS} packets of nonsense at MQTT while a member is served`, { timeout: 3_600_000 }, async () => {
    const running = await hub();
    const member = await healthyClient(running);
    const random = bytesOf(20_261_121);
    for (let round = 0; round < ROUNDS; round += 1) {
      const packets = Array.from({ length: PACKETS }, () => {
        const [kind = 0, length = 0, place = 0, value = 0] = random(4);
        if (kind < 90) return random(length); // noise
        const packet = Buffer.from(CONNECT);
        packet[place % packet.length] = value; // a CONNECT with one byte changed
        return kind < 200 ? packet : packet.subarray(0, length % packet.length); // or cut off
      });
      const sockets = 10;
      const share = PACKETS / sockets;
      await Promise.all(
        Array.from({ length: sockets }, (_, index) =>
          throwAt(running.mqttPort, Buffer.concat(packets.slice(index * share, (index + 1) * share))),
        ),
      );
    }
    expect((await member.subscribeAsync('kw/v1/kringloop/hub/totals'))[0]?.qos).toBe(0);
    expect(running.metrics()).toContain('kringwijzer_mqtt_clients 1');
  });

  it('leave 2,000 connections half open: memory stays small, members are served, and they are shown out', { timeout: 60_000 }, async () => {
    const running = await hub();
    const member = await healthyClient(running);
    const before = process.memoryUsage.rss();
    const half: Promise<unknown>[] = [];
    for (let index = 0; index < 2_000; index += 1) {
      const socket = await socketTo(running.mqttPort);
      socket.resume();
      half.push(new Promise((resolve) => socket.once('close', resolve)));
      socket.write(CONNECT.subarray(0, 1 + (index % 20)));
    }
    // Both ends of each connection live in this process; together they stay under what one of them may hold.
    expect((process.memoryUsage.rss() - before) / 2_000).toBeLessThan(100_000);
    expect((await member.subscribeAsync('kw/v1/kringloop/hub/totals'))[0]?.qos).toBe(0);
    await Promise.all(half); // after connectTimeout, five seconds
    expect((await member.subscribeAsync('kw/v1/kringloop/hub/fill'))[0]?.qos).toBe(0);
  });

  it('throw nonsense at HTTP while pages are served', { timeout: 60_000 }, async () => {
    const running = await hub();
    const random = bytesOf(7);
    const heads = [
      'GET /%ff%fe HTTP/1.1\r\nhost: x\r\n\r\n',
      'GET /api/v1/stream HTTP/1.1\r\nhost: x\r\ncookie: kw_session=%00%ff\r\nlast-event-id: \u0001\r\n\r\n',
      'POST /api/v1/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n{"a":',
      'POST /api/v1/enrol HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffffffffff\r\n',
      `GET /${'../'.repeat(50)}etc/passwd HTTP/1.1\r\nhost: x\r\n\r\n`,
      'GET /mqtt HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: x\r\nsec-websocket-version: 13\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'a'.repeat(20_000)}\r\n\r\n`,
    ];
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(heads.map((head) => throwAt(running.httpPort, Buffer.concat([Buffer.from(head), random(20)]))));
      await throwAt(running.httpPort, random(200));
    }
    const slow = await Promise.all(Array.from({ length: 100 }, () => socketTo(running.httpPort)));
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nx: ');
    expect((await fetch(`${running.httpUrl}/healthz`)).status).toBe(200);
  });
});
