import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer as createPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { Aedes } from 'aedes';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort, startAedes } from '../../testing/broker.ts';
import { quietLog } from '../../testing/quiet-log.ts';
import { backoffMs } from '../backoff.ts';
import { connectMqtt } from './mqtt-connect.ts';
import { MqttLink, type MqttLinkOptions } from './mqtt-link.ts';
import { systemClock } from './system-clock.ts';

const SOON = { timeout: 10_000, interval: 10 };
const will = () => ({ topic: 'kw/v1/yard/n1/status', payload: 'lost', qos: 1 as const, retain: true });

let folder = '';
let ca = '';
let otherCa = '';
const stops: (() => Promise<unknown> | void)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-link-'));
  for (const name of ['hub', 'other']) {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
    const made = ['-keyout', key, '-out', cert, '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', ...made],
      {
        stdio: 'ignore',
      },
    );
  }
  ca = readFileSync(join(folder, 'hub.crt'), 'utf8');
  otherCa = readFileSync(join(folder, 'other.crt'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

function makeLink(options: Partial<MqttLinkOptions> & Pick<MqttLinkOptions, 'url'>): MqttLink {
  const link = new MqttLink({
    user: 'n1',
    password: 'secret',
    caPem: undefined,
    will,
    subscriptions: ['kw/v1/yard/n1/ack'],
    timers: systemClock,
    random: () => 0,
    log: quietLog,
    connect: connectMqtt,
    ...options,
  });
  stops.push(() => link.stop([]));
  return link;
}

/** A broker behind TLS that lets in one user with one password, whose client id is the user name. */
async function startSecure(): Promise<{ url: string; failures: () => number }> {
  const broker = await Aedes.createBroker({
    authenticate: (client, user, password, done) => done(null, client.id === 'n1' && user === 'n1' && password?.toString() === 'secret'),
  });
  const sockets = new Set<TLSSocket>();
  let failures = 0;
  const server = createServer({ key: readFileSync(join(folder, 'hub.key')), cert: ca }, (socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  server.on('tlsClientError', () => {
    failures += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    broker.close();
  });
  return { url: `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`, failures: () => failures };
}

describe('the line over TLS', () => {
  it('comes up with the pinned authority and the credential of the node', async () => {
    const { url } = await startSecure();
    const link = makeLink({ url, caPem: ca });
    link.start();
    await vi.waitFor(() => expect(link.isUp()).toBe(true), SOON);
  });

  it.each(['another authority', 'no authority'])('never comes up with %s, and sends no password', async (which) => {
    const { url, failures } = await startSecure();
    const link = makeLink({ url, caPem: which === 'another authority' ? otherCa : undefined });
    link.start();
    await vi.waitFor(() => expect(failures()).toBeGreaterThan(0), SOON);
    expect(link.isUp()).toBe(false);
  });

  it('never comes up with a wrong password', async () => {
    const { url } = await startSecure();
    const warned = vi.fn<() => void>();
    const link = makeLink({
      url,
      caPem: ca,
      password: 'guess',
      log: Object.assign(Object.create(quietLog) as typeof quietLog, { warn: warned }),
    });
    link.start();
    await vi.waitFor(() => expect(warned).toHaveBeenCalled(), SOON);
    expect(link.isUp()).toBe(false);
    expect(JSON.stringify(warned.mock.calls)).not.toContain('guess');
  });
});

describe('the line', () => {
  it('refuses to publish while it is down and queues nothing', async () => {
    const link = makeLink({ url: `mqtt://127.0.0.1:${await freePort()}` });
    link.start();
    await expect(link.publish(will())).rejects.toThrow('down');
  });

  it('comes back after the broker was away, with its subscriptions', async () => {
    const port = await freePort();
    const link = makeLink({ url: `mqtt://127.0.0.1:${port}` });
    const heard: string[] = [];
    link.onMessage((_topic, payload) => heard.push(payload.toString()));
    link.start();
    for (const round of ['one', 'two']) {
      const broker = await startAedes(port);
      await vi.waitFor(() => expect(link.isUp()).toBe(true), SOON);
      await link.publish({ topic: 'kw/v1/yard/n1/ack', payload: round, qos: 1, retain: false });
      await vi.waitFor(() => expect(heard).toContain(round), SOON);
      await broker.stop();
      await vi.waitFor(() => expect(link.isUp()).toBe(false), SOON);
    }
  });

  it('survives a server that speaks another language', async () => {
    const server = createPlain((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(() => void server.close());
    let tries = 0;
    server.on('connection', () => {
      tries += 1;
    });
    const link = makeLink({ url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}` });
    link.start();
    await vi.waitFor(() => expect(tries).toBeGreaterThanOrEqual(2), SOON);
    expect(link.isUp()).toBe(false);
  });
});

describe('backoffMs', () => {
  it('doubles from a second to a minute with half of it at random', () => {
    expect([0, 1, 2, 5, 6, 100].map((attempt) => backoffMs(attempt, 1))).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
    expect([0, 6].map((attempt) => backoffMs(attempt, 0))).toEqual([500, 30_000]);
  });
});
