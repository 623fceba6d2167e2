import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Kilobytes of script of a built page, gzipped; undefined when the page was not built. */
export function scriptKbGz(page: 'dashboards' | 'kiosk'): number | undefined {
  const assets = join(ROOT, page, 'dist', 'assets');
  if (!existsSync(assets)) return undefined;
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js') && statSync(join(assets, name)).isFile());
  return scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0) / 1_024;
}
