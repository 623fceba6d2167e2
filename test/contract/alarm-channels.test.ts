import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import type { AlarmBoard, AlarmMine, AlarmPreferences, AlarmSite, EnrolResponse, NodeMeta } from '@kringwijzer/contract';
import { connectAsync } from 'mqtt';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LocalSmtp, startLocalSmtp } from '../support/local-smtp.ts';
import { type PostBox, startPostBox } from '../support/post-box.ts';
import { createPushBrowser, readVapid } from '../support/push-browser.ts';
import { startScriptedNode } from '../support/scripted-node.ts';

const SOON = { timeout: 60_000, interval: 100 };
const TOKEN = 'tk_heelgeheim';
const cleanups: (() => Promise<unknown> | void)[] = [];
let folder: string;
let box: PostBox;
let smtp: LocalSmtp;
let hub: Hub;
let log = '';
let aheadMs = 0;
let headers: Record<string, string> = {};

async function startOn(mailPort: number): Promise<void> {
  const site = { id: 'zuid', name: 'De Kring' };
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, `${TOKEN}\n`);
  const overrides = {
    data: join(folder, 'hub'),
    site,
    http: { port: 0 },
    mqtt: { port: 0 },
    mail: { host: '127.0.0.1', port: mailPort, security: 'none' as const, from: 'hub@kringloop.example', timeoutS: 5 },
    notify: { ntfyServer: box.url, ntfyTokenFile: tokenFile, gatherS: 0 },
  };
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      log += chunk.toString();
      done();
    },
  });
  hub = await startHub(loadHubConfig({ overrides }), { log: pino({ level: 'debug' }, sink), nowMs: () => Date.now() + aheadMs });
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${hub.httpUrl}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function choose(change: Partial<AlarmPreferences>): Promise<AlarmMine> {
  const { preferences } = await call<AlarmMine>('GET', '/alarms/me');
  return call('POST', '/alarms/me', { ...preferences, quiet: { mode: 'never' }, ...change });
}

/** Nothing waits in the tests of channels: what is true now is told now. */
async function setSite(change: Partial<AlarmSite['settings']>): Promise<void> {
  const { settings } = await call<AlarmSite>('GET', '/alarms/settings');
  const full = { on: true, holdOffS: 0, escalateAfterMin: null };
  await call('POST', '/alarms/settings', { ...settings, kinds: { ...settings.kinds, full }, ...change });
}

const meta: NodeMeta = {
  contract: 1,
  name: 'Meetkast',
  version: '0.1.0',
  simulated: true,
  devices: [
    { id: 'box', name: 'Textiel', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4, fullG: 1_000_000 },
  ],
};

async function fillTo(netG: number): Promise<void> {
  const answer = await fetch(`${hub.httpUrl}/api/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: hub.issueEnrolCode('n1'), node: 'n1' }),
  });
  const node = await startScriptedNode({ mqttUrl: hub.mqttUrl, credential: (await answer.json()) as EnrolResponse, meta });
  cleanups.push(() => node.stop());
  await node.state('box', { at: Date.now() + aheadMs, seq: 0, grossG: netG, netG, tareG: 0, stable: true, quality: 'good' });
}

beforeEach(async () => {
  [log, aheadMs] = ['', 0];
  folder = mkdtempSync(join(tmpdir(), 'kw-channels-'));
  [box, smtp] = [await startPostBox(), await startLocalSmtp()];
  await startOn(smtp.port);
  const answer = await fetch(`${hub.httpUrl}/api/v1/invites/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invite: hub.adminInvite?.code, name: 'Ans', password: 'drie losse woorden' }),
  });
  const { csrf } = (await answer.json()) as { csrf: string };
  headers = { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-kw-csrf': csrf };
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  await hub.stop();
  await box.stop();
  await smtp.stop().catch(() => undefined); // the test of the outage stopped it already
  rmSync(folder, { recursive: true, force: true });
});

describe('an alarm on its way', () => {
  it('outlives an outage of the mail server and a restart of the hub, and comes once', async () => {
    await choose({ email: { on: true, address: 'ans@kringloop.example' } });
    await setSite({});
    await smtp.stop();
    await fillTo(950_000);
    await vi.waitFor(() => expect(hub.metrics()).toContain('kringwijzer_alarm_failures_total{channel="email"} 1'), SOON);
    expect((await call<AlarmMine>('GET', '/alarms/me')).failures.email?.code).toBe('KW_MAIL_UNREACHABLE');
    for (const cleanup of cleanups.splice(0)) await cleanup();
    await hub.stop();

    smtp = await startLocalSmtp({ port: smtp.port });
    aheadMs = 60_000;
    await startOn(smtp.port);
    await vi.waitFor(() => expect(smtp.mails.map(({ subject }) => subject)).toEqual(['Textiel is vol']), SOON);
    await vi.waitFor(() => expect(hub.metrics()).toContain('kringwijzer_alarm_messages_waiting 0'), SOON);
    await fillTo(10_000);
    await vi.waitFor(() => {
      aheadMs += 5_000; // the end, too, must last before it is told
      expect(smtp.mails.map(({ subject }) => subject)).toEqual(['Textiel is vol', 'Voorbij: Textiel is vol']);
    }, SOON);
    expect((await call<AlarmBoard>('GET', '/alarms')).past.map(({ words }) => words.en.title)).toEqual(['Textiel is full']);
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(2);
  }, 120_000);

  it('reaches a webhook with a signature, ntfy with its token, and programs on MQTT', async () => {
    await choose({ ntfy: { on: true, topic: 'de-kring-7d3f' } });
    await setSite({ webhookUrl: `${box.url}/hook` });
    const { secret } = await call<{ secret: string }>('POST', '/alarms/webhook/secret', {});
    await fillTo(950_000);
    await vi.waitFor(() => expect(box.posts.map(({ path }) => path).toSorted()).toEqual(['/', '/hook']), SOON);
    const ntfy = box.posts.find(({ path }) => path === '/');
    expect(ntfy?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(JSON.parse(ntfy?.body.toString() ?? '')).toMatchObject({ topic: 'de-kring-7d3f', title: 'Textiel is vol', priority: 4 });
    const hook = box.posts.find(({ path }) => path === '/hook');
    const signed = `${String(hook?.headers['webhook-id'])}.${String(hook?.headers['webhook-timestamp'])}.${hook?.body.toString() ?? ''}`;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(hook?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(JSON.parse(hook?.body.toString() ?? '')).toMatchObject({
      type: 'alarms',
      site: 'zuid',
      events: [
        {
          type: 'raised',
          kind: 'full',
          node: 'n1',
          device: 'box',
          words: { nl: { todo: 'Laat hem legen. Zet zolang een andere bak neer.' } },
        },
      ],
    });
    const client = await connectAsync(hub.mqttUrl, {
      username: 'thuis',
      password: hub.issueMachine('thuis', 'integration'),
      clientId: 'thuis',
      protocolVersion: 4,
    });
    cleanups.push(() => client.endAsync(true));
    const heard = new Map<string, string>();
    client.on('message', (topic, payload) => heard.set(topic, payload.toString()));
    await client.subscribeAsync(['kw/v1/zuid/hub/alerts', 'homeassistant/#']);
    await vi.waitFor(() => expect(heard.get('kw/v1/zuid/hub/alerts')).toContain('"kind":"full"'), SOON);
    expect(heard.get('homeassistant/device/kringwijzer-zuid-hub/config')).toContain('kringwijzer_zuid_hub_alarm_full');
    for (const word of [secret, TOKEN]) expect(log).not.toContain(word);
  }, 120_000);

  it('is pushed to a browser so that only that browser can read it, until it is gone', async () => {
    const browser = createPushBrowser();
    const { vapidKey } = await choose({ push: { on: true } });
    const endpoint = `${box.url}/push/1`;
    expect((await call<AlarmMine>('POST', '/alarms/me/browsers', { endpoint, keys: browser.keys })).browsers).toBe(1);
    await call('POST', '/alarms/me/test', { channel: 'push' });
    const [post] = box.posts;
    const shown = JSON.parse(browser.open(post?.body ?? Buffer.alloc(0))) as { title: string; url: string };
    expect(shown).toMatchObject({ title: 'Proefmelding', url: `${hub.httpUrl}/#/alarms` });
    expect(() => createPushBrowser().open(post?.body ?? Buffer.alloc(0))).toThrow(/authenticate/u);
    expect(readVapid(post?.headers.authorization ?? '')).toMatchObject({
      aud: box.url,
      sub: 'mailto:hub@kringloop.example',
      key: vapidKey,
    });
    expect(post?.headers).toMatchObject({ ttl: '43200', 'content-encoding': 'aes128gcm' });

    await expect(call('POST', '/alarms/me/test', { channel: 'push' })).rejects.toThrow('KW_RATE_LIMITED');
    aheadMs = 5_000;
    box.answers.set('/push/1', 410);
    await expect(call('POST', '/alarms/me/test', { channel: 'push' })).rejects.toThrow('KW_PUSH_GONE');
    const after = await call<AlarmMine>('GET', '/alarms/me');
    expect(after).toMatchObject({ browsers: 0, vapidKey, failures: { push: { code: 'KW_PUSH_GONE' } } });
  }, 60_000);

  it('is refused where it would not be safe or not be set up', async () => {
    await expect(call('POST', '/alarms/me/test', { channel: 'email' })).rejects.toThrow('KW_ALARM_CHANNEL_OFF');
    await expect(setSite({ webhookUrl: 'http://192.168.1.7/hook' })).rejects.toThrow('KW_WEBHOOK_INSECURE');
    await expect(setSite({ nearlyFullPercent: 90, fullPercent: 90 })).rejects.toThrow('full comes after nearly full');
    const keys = createPushBrowser().keys;
    await expect(call('POST', '/alarms/me/browsers', { endpoint: 'http://10.0.0.9/p', keys })).rejects.toThrow('KW_WEBHOOK_INSECURE');
    await expect(call('POST', '/alarms/a1/acknowledge', {})).rejects.toThrow('KW_ALARM_UNKNOWN');
    await setSite({ fullPercent: 85 });
    const [audit] = await call<readonly { actor: string; action: string; detail: string }[]>('GET', '/audit');
    expect(audit).toMatchObject({ actor: 'Ans', action: 'alarm settings' });
    expect(audit?.detail).toContain('fullPercent: 90 -> 85');
  }, 60_000);
});
