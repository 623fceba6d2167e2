import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { DAY_MS } from '@kringwijzer/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { openTlsFiles, type TlsMaterial } from './tls-files.ts';

const cleanups: (() => unknown)[] = [];
afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()));
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kw-tls-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const open = (folder: string, more: { at?: number; names?: string[] } = {}): Promise<TlsMaterial> =>
  openTlsFiles({ folder, site: 'zuid', nowMs: () => more.at ?? Date.now(), names: more.names ?? [] });

/** Shakes hands with a real TLS server; returns 'secure' or the code of the refusal. */
async function handshake(material: TlsMaterial, client: { ca: string; servername: string }): Promise<string> {
  const server = createServer({ key: material.keyPem, cert: material.certPem, minVersion: 'TLSv1.2' });
  cleanups.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', ...client });
  cleanups.push(() => socket.destroy());
  return Promise.race([
    once(socket, 'secureConnect').then(() => 'secure'),
    new Promise<string>((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))),
  ]);
}

describe('openTlsFiles', () => {
  it('makes a certificate that a client trusts when it pinned the site, and only then', async () => {
    const ours = await open(newFolder(), { names: ['hub.example'] });
    const other = await open(newFolder());
    expect(await handshake(ours, { ca: ours.caPem ?? '', servername: 'hub.example' })).toBe('secure');
    expect(await handshake(ours, { ca: other.caPem ?? '', servername: 'hub.example' })).toMatch(/UNABLE_TO|SELF_SIGNED/u);
    expect(await handshake(ours, { ca: ours.caPem ?? '', servername: 'elsewhere.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('keeps authority and certificate, readable by the owner only', async () => {
    const folder = newFolder();
    const first = await open(folder);
    expect(await open(folder)).toEqual(first);
    expect(statSync(join(folder, 'site-ca.key')).mode & 0o077).toBe(0);
  });

  it('renews the certificate before it runs out and for a new name, under the same authority', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const named = await open(folder, { names: ['new.example'] });
    const renewed = await open(folder, { names: ['new.example'], at: Date.now() + 370 * DAY_MS });
    expect([first.caPem === named.caPem, named.caPem === renewed.caPem]).toEqual([true, true]);
    expect(new X509Certificate(named.certPem).checkHost('new.example')).toBe('new.example');
    expect(Date.parse(new X509Certificate(renewed.certPem).validTo)).toBeGreaterThan(Date.now() + 700 * DAY_MS);
  });

  it('names the file of an own certificate that cannot be read', async () => {
    const own = { certFile: '/nowhere/a.crt', keyFile: '/nowhere/a.key' };
    await expect(openTlsFiles({ folder: newFolder(), site: 'zuid', nowMs: Date.now, names: [], own })).rejects.toMatchObject({
      code: 'KW_TLS_FILES',
      details: { file: '/nowhere/a.crt' },
    });
  });
});
