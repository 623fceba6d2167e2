import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeVerb } from '../verbs/node.ts';
import { keepCredential } from './node-credential.ts';

const CREDENTIAL = { site: 'kringloop', node: 'yard', username: 'yard', password: 'geheim' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-credential-'));
  vi.stubEnv('KW_NODE_DATA_DIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The settings `kringwijzer node` would run with. */
async function settings(): Promise<Record<string, unknown>> {
  const lines: string[] = [];
  const io = { out: (line: string) => void lines.push(line), err: () => undefined, signal: new AbortController().signal };
  expect(await nodeVerb.run(['--print-config'], io)).toBe(0);
  const rows = JSON.parse(lines.join('\n')) as { key: string; value?: unknown }[];
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

describe('a node that was enrolled', () => {
  it('trusts the authority its hub named, and no other', async () => {
    keepCredential(folder, { ...CREDENTIAL, mqttUrl: 'mqtts://hub.local:8883', caPem: 'the PEM of the site' });
    const { 'hub.url': url, 'hub.user': user, 'hub.caFile': caFile } = await settings();
    expect({ url, user }).toEqual({ url: 'mqtts://hub.local:8883', user: 'yard' });
    expect(readFileSync(String(caFile), 'utf8')).toBe('the PEM of the site');
  });

  it('needs no authority where the hub named none', async () => {
    keepCredential(folder, { ...CREDENTIAL, mqttUrl: 'mqtt://127.0.0.1:1883' });
    expect((await settings())['hub.caFile']).toBeUndefined();
  });
});
