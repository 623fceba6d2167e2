import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the content's folder in the hub's data. */
export const CONTENT_FOLDER = 'content';
const WHAT_CHANGES = ['draft.json', 'published.json', 'reports.json'];
const WHAT_IS_ADDED = ['images', 'small', 'bundles'];

/**
 * Copies the kiosk's content out of a running hub. First, in one go, the files that say what is what; then the photos and bundles they
 * name: those are only ever added, so nothing they name can be missing.
 */
export async function copyContent(dataFolder: string, to: string): Promise<void> {
  const from = join(dataFolder, CONTENT_FOLDER);
  if (!existsSync(from)) return;
  const target = join(to, CONTENT_FOLDER);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const name of WHAT_CHANGES) if (existsSync(join(from, name))) copyFileSync(join(from, name), join(target, name));
  for (const name of WHAT_IS_ADDED) await cp(join(from, name), join(target, name), { recursive: true });
}
