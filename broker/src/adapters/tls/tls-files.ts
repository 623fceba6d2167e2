import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, KwError } from '@kringwijzer/contract';
import type { KeyPair } from './site-ca.ts';

const RENEW_BEFORE_MS = 30 * DAY_MS;

export interface TlsFilesOptions {
  readonly folder: string;
  readonly site: string;
  readonly nowMs: () => number;
  /** Names and addresses beside those of this machine. */
  readonly names: readonly string[];
  /** Own certificate and key instead of ones of the site's authority. */
  readonly own?: { readonly certFile: string; readonly keyFile: string } | undefined;
}

/** What the hub shows to those who connect, and what they check it with. */
export interface TlsMaterial extends KeyPair {
  /** The authority nodes pin; absent with an own certificate, which they check like a browser does. */
  readonly caPem?: string;
}

/** Reads the certificate, or makes it when there is none, when it runs out, or when this machine has other names now. Throws KW_TLS_FILES. */
export async function openTlsFiles(options: TlsFilesOptions): Promise<TlsMaterial> {
  const { own, folder, site, nowMs } = options;
  if (own) return { certPem: readPem(own.certFile), keyPem: readPem(own.keyFile) };
  // Loaded only here: a hub that uses no TLS needs none of it.
  const { makeServerCert, makeSiteCa } = await import('./site-ca.ts');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ca = readPair(folder, 'site-ca') ?? writePair(folder, 'site-ca', await makeSiteCa(site, nowMs()));
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...machineNames(), ...options.names])];
  const known = readPair(folder, 'hub');
  const server = known && isStillGood(known, names, nowMs()) ? known : writePair(folder, 'hub', await makeServerCert(ca, names, nowMs()));
  return { ...server, caPem: ca.certPem };
}

function isStillGood({ certPem }: KeyPair, names: readonly string[], nowMs: number): boolean {
  const certificate = new X509Certificate(certPem);
  if (Date.parse(certificate.validTo) - nowMs < RENEW_BEFORE_MS) return false;
  return names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined);
}

/** Names under which other machines on the network find this one. */
function machineNames(): readonly string[] {
  const host = hostname().toLowerCase();
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter((item) => !item.internal && item.family === 'IPv4'),
  );
  return [host, `${host}.local`, ...addresses.map((item) => item.address)].filter((name) => /^[a-z0-9.-]{1,253}$/u.test(name));
}

function readPair(folder: string, name: string): KeyPair | undefined {
  const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  return existsSync(certFile) && existsSync(keyFile) ? { certPem: readPem(certFile), keyPem: readPem(keyFile) } : undefined;
}

function writePair(folder: string, name: string, pair: KeyPair): KeyPair {
  // The key first: a certificate without its key would be read as a pair and fail.
  for (const [suffix, text] of [
    ['key', pair.keyPem],
    ['crt', pair.certPem],
  ] as const) {
    const file = join(folder, `${name}.${suffix}`);
    writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  return pair;
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KwError('KW_TLS_FILES', { file, reason: (error as NodeJS.ErrnoException).code ?? String(error) }, { cause: error });
  }
}
