import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hubVerb } from './hub.ts';

const lacks = ['systemd-notify', 'socat'].filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
const PATIENCE = { timeout: 30_000 };

let folder = '';
const ends: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-hub-verb-'));
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A socket like systemd's, with everything that was said to it. */
async function serviceManager(): Promise<() => string> {
  const socket = join(folder, 'notify.sock');
  const said = join(folder, 'said');
  const child = spawn('socat', ['-u', `UNIX-RECV:${socket}`, `CREATE:${said}`], { stdio: 'ignore' });
  ends.push(() => child.kill());
  vi.stubEnv('NOTIFY_SOCKET', socket);
  vi.stubEnv('WATCHDOG_USEC', '1500000');
  await vi.waitFor(() => expect(existsSync(socket)).toBe(true), PATIENCE);
  return () => (existsSync(said) ? readFileSync(said, 'utf8') : '');
}

describe.skipIf(lacks.length > 0)(`the hub under systemd${lacks.length > 0 ? ` (skipped: no ${lacks.join(', ')})` : ''}`, () => {
  it('is ready when its pages answer, says that it lives, and that it stops', { timeout: 60_000 }, async () => {
    const said = await serviceManager();
    const stop = new AbortController();
    const lines: string[] = [];
    const io = { out: (line: string) => void lines.push(line), err: () => undefined, signal: stop.signal };
    const ended = hubVerb.run(['--data', join(folder, 'data'), '--port', '0', '--mqtt-port', '0'], io);
    await vi.waitFor(() => expect(said()).toContain('READY=1'), PATIENCE);
    const { httpUrl } = JSON.parse(lines[0] ?? '{}') as { readonly httpUrl?: string };
    expect(said()).toContain(`STATUS=${httpUrl}`);
    expect((await fetch(`${httpUrl}/healthz`)).ok).toBe(true);
    await vi.waitFor(() => expect(said().split('WATCHDOG=1').length).toBeGreaterThan(2), PATIENCE);
    expect(said()).not.toContain('STOPPING=1');
    stop.abort();
    expect(await ended).toBe(0);
    await vi.waitFor(() => expect(said()).toContain('STOPPING=1'), PATIENCE);
  });
});
