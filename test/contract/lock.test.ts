import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('package-lock.json', () => {
  it('names the packages of every platform, so that npm ci takes it everywhere', () => {
    const script = fileURLToPath(new URL('../support/complete-lock.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
