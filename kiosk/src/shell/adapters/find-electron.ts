import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KwError } from '@kringwijzer/contract';

/**
 * Path of Electron's binary. Never `require('electron')`: that would start a download when the binary is absent. Throws
 * KW_BROWSER_MISSING with the cure.
 */
export function findElectron(configured: string | undefined): string {
  const path = configured ?? process.env['KW_KIOSK_ELECTRON'] ?? installedElectron();
  if (path !== undefined && existsSync(path)) return path;
  throw new KwError('KW_BROWSER_MISSING', { browser: 'Electron', path: path ?? 'node_modules/electron/dist' });
}

/** The binary beside the npm package, when somebody installed it there. */
function installedElectron(): string | undefined {
  try {
    const dir = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    return join(dir, 'dist', readFileSync(join(dir, 'path.txt'), 'utf8'));
  } catch {
    return undefined; // no package or no binary in it
  }
}
