import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, type Finding, fault, fine, warning } from './finding.ts';

const DAY_MS = 86_400_000;
/** A hub as delivered makes a backup each day. */
const OLD_BACKUP_MS = 3 * DAY_MS;
/** A hub makes a new certificate when it starts with less than 30 days left: under this it has run too long. */
const CERTIFICATE_WARNING_MS = 14 * DAY_MS;
const BACKUP_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/u;
const SET_ASIDE = /\.damaged-/u;

/** Backups of a hub's folder, by the age of the newest one. */
export function backups(dataDir: string, nowMs: number): Finding | undefined {
  const store = join(dataDir, 'hub.db');
  if (!existsSync(store)) return undefined; // no hub here
  const folder = join(dataDir, 'backups');
  const made = existsSync(folder) ? readdirSync(folder).filter((name) => BACKUP_NAME.test(name)) : [];
  const newest = Math.max(...made.map((name) => statSync(join(folder, name)).mtimeMs));
  const cure = 'Look at the log of the hub and at backup.everyHours; kringwijzer backup makes one now. Copy backups to another disk.';
  if (made.length === 0) {
    const isYoung = nowMs - statSync(store).birthtimeMs < OLD_BACKUP_MS;
    return isYoung ? fine('Backups', 'none yet; the hub is young') : warning('Backups', 'there is none.', cure);
  }
  const days = Math.floor((nowMs - newest) / DAY_MS);
  if (nowMs - newest > OLD_BACKUP_MS) return warning('Backups', `the newest of ${made.length} is ${days} days old.`, cure);
  return fine('Backups', `${made.length}, the newest ${days} days old`);
}

/** Databases that were damaged and set aside. */
export function setAside(dataDir: string): Finding | undefined {
  if (!existsSync(join(dataDir, 'hub.db'))) return undefined;
  const found = readdirSync(dataDir).filter((name) => SET_ASIDE.test(name) && !/-(wal|shm)$/u.test(name));
  if (found.length === 0) return fine('Databases', 'none was set aside');
  return warning(
    'Databases',
    `${found.join(', ')} was damaged and set aside.`,
    'Replace the card or disk, restore the newest backup with kringwijzer restore when something is missing, then remove that file.',
  );
}

/** The hub's own certificate, by how long it is still good. */
export function certificate(dataDir: string, nowMs: number): Finding | undefined {
  const file = join(dataDir, 'tls', 'hub.crt');
  if (!existsSync(file)) return undefined;
  const cure = 'Restart the hub: it makes a new certificate, and nodes go on trusting it.';
  let leftMs: number;
  try {
    leftMs = Date.parse(new X509Certificate(readFileSync(file)).validTo) - nowMs;
  } catch {
    // Cut off by a power cut, or somebody's own file.
    return fault('Certificate', `${file} is not a certificate.`, 'Remove hub.crt and hub.key from that folder and restart the hub.');
  }
  const days = Math.floor(leftMs / DAY_MS);
  if (leftMs <= 0) return fault('Certificate', `it ran out ${-days} days ago; browsers and nodes refuse it.`, cure);
  if (leftMs < CERTIFICATE_WARNING_MS) return warning('Certificate', `it runs out in ${days} days.`, cure);
  return fine('Certificate', `good for ${days} days`);
}

/** Faults that show in the data folder of a hub. */
export const FOLDER_CHECKS: readonly Check[] = [
  { name: 'Backups', run: ({ dataDir }) => backups(dataDir, Date.now()) },
  { name: 'Databases', run: ({ dataDir }) => setAside(dataDir) },
  { name: 'Certificate', run: ({ dataDir }) => certificate(dataDir, Date.now()) },
];
