import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { machineMirror } from '../gpio/debian-archive.ts';
import { runTool } from '../gpio/run-tool.ts';

const PACKAGES = 'nodejs,ca-certificates';

/** A folder with the Node.js of Debian 13 for arm64 and its libraries, unpacked and not set up: nothing in it has to run for that. Throws Error with the reason. */
export function arm64Root(cache: string): string {
  const kept = join(cache, 'arm64');
  if (existsSync(kept)) return kept;
  const work = `${kept}.${process.pid}`;
  try {
    mkdirSync(dirname(kept), { recursive: true });
    runTool('debootstrap', [
      '--foreign',
      '--arch=arm64',
      '--variant=minbase',
      `--include=${PACKAGES}`,
      'trixie',
      work,
      machineMirror().uri,
    ]);
    const archives = join(work, 'var/cache/apt/archives');
    for (const deb of readdirSync(archives).filter((name) => name.endsWith('.deb'))) runTool('dpkg-deb', ['-x', join(archives, deb), work]);
    rmSync(archives, { recursive: true });
    renameSync(work, kept);
    return kept;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
