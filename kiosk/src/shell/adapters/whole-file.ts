import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file and waits until it is on the disk. */
export async function writeSynced(file: string, data: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Renames, and waits until the new name is on the disk: after a power cut there is the old or the new one, never half of it. */
export async function renameSynced(from: string, to: string): Promise<void> {
  await rename(from, to);
  const folder = await open(dirname(to), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
