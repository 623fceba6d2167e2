import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tellServiceManager } from './service-manager.ts';

const lacks = ['systemd-notify', 'socat'].filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
const PATIENCE = { timeout: 30_000 };
const log = { info: () => undefined, warn: () => undefined };

let folder = '';
const ends: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-service-'));
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(lacks.length > 0)(`the kiosk under systemd${lacks.length > 0 ? ` (skipped: no ${lacks.join(', ')})` : ''}`, () => {
  it('says on the socket that it is ready, that it lives and that it stops', { timeout: 60_000 }, async () => {
    const socket = join(folder, 'notify.sock');
    const file = join(folder, 'said');
    const child = spawn('socat', ['-u', `UNIX-RECV:${socket}`, `CREATE:${file}`], { stdio: 'ignore' });
    ends.push(() => child.kill());
    await vi.waitFor(() => expect(existsSync(socket)).toBe(true), PATIENCE);
    const said = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    const env = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '1500000', PATH: process.env['PATH'] };
    const stop = tellServiceManager(env, 'http://127.0.0.1:8090/kiosk/', log);
    ends.push(stop);
    await vi.waitFor(() => expect(said()).toMatch(/READY=1\nSTATUS=http:\/\/127\.0\.0\.1:8090\/kiosk\//u), PATIENCE);
    await vi.waitFor(() => expect(said().split('WATCHDOG=1').length).toBeGreaterThan(2), PATIENCE);
    stop();
    await vi.waitFor(() => expect(said()).toContain('STOPPING=1'), PATIENCE);
  });

  it('does nothing outside systemd', () => {
    expect(() => tellServiceManager({}, 'page', log)()).not.toThrow();
  });
});
