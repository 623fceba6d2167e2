import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file so that after a power cut it is the old one or the new one, never half of it. */
export function writeWhole(file: string, data: string | Uint8Array): void {
  writeFileSync(`${file}.new`, data, { mode: 0o640, flush: true });
  renameSync(`${file}.new`, file);
  syncFolder(dirname(file));
}

/** Makes a rename in this folder last. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
