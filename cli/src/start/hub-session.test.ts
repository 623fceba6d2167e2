import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubConfigSchema, startHub } from '@kringwijzer/broker';
import { loadNodeConfig, startNode } from '@kringwijzer/firmware-bridge';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { VERSION } from '../version.ts';
import { signIn } from './hub-session.ts';
import { enrol, hubSettingsOf } from './node-credential.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const log = pino({ level: 'silent' });
const PERSON = { name: 'Jan', password: 'een lang wachtwoord' };

describe('a session at a hub', () => {
  it('tells the nodes the hub knows', { timeout: 30_000 }, async () => {
    const data = mkdtempSync(join(tmpdir(), 'kw-session-'));
    stops.push(() => rmSync(data, { recursive: true, force: true }));
    const config = hubConfigSchema.parse({ data, http: { port: 0 }, mqtt: { port: 0 } });
    const hub = await startHub(config, { log });
    stops.push(() => hub.stop());
    const invited = await fetch(`${hub.httpUrl}/api/v1/invites/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ invite: hub.adminInvite?.code, ...PERSON }),
    });
    expect(invited.ok).toBe(true);
    const credential = await enrol(hub.httpUrl, { code: hub.issueEnrolCode('yard'), node: 'yard' });
    const node = { site: credential.site, node: 'yard', dataDir: join(data, 'node'), hub: hubSettingsOf(data, credential) };
    const running = await startNode(loadNodeConfig({ overrides: node }).config, { log });
    stops.push(() => running.stop());
    const { nodes } = await signIn(hub.httpUrl, PERSON);
    const seen = [{ node: 'yard', status: { state: 'online', boot: running.boot, version: VERSION } }];
    await vi.waitFor(async () => expect(await nodes()).toMatchObject(seen), { timeout: 20_000 });
  });
});
