import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthSchema } from '@kringwijzer/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quietLog } from '../../testing/quiet-log.ts';
import { HealthProbe, type HealthProbeOptions } from './health-probe.ts';
import { sdNotify } from './sd-notify.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-health-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const probe = (options: Partial<HealthProbeOptions> = {}): HealthProbe =>
  new HealthProbe({
    dataDir: folder,
    depth: () => ({ records: 3, bytes: 600, oldestAtMs: 40_000 }),
    nodeMs: () => 100_000,
    wallOf: (ms) => ms,
    vcgencmd: '/nowhere/vcgencmd',
    thermalFile: '/nowhere/temp',
    ...options,
  });

describe('HealthProbe', () => {
  it('leaves out what this machine does not tell', async () => {
    const health = healthSchema.parse(await probe().read());
    expect(health).toMatchObject({ at: 100_000, spoolRecords: 3, spoolAgeS: 60 });
    for (const key of ['temperatureC', 'throttled', 'undervoltage', 'restarts']) expect(health).not.toHaveProperty(key);
    expect(health.diskFreeMb).toBeGreaterThan(0);
  });

  it.each([
    ['throttled=0x0', { throttled: false, undervoltage: false }],
    ['throttled=0x50005', { throttled: true, undervoltage: true }],
    ['throttled=0x50000', { throttled: false, undervoltage: false }],
  ])('reads %j of a Raspberry Pi', async (answer, flags) => {
    writeFileSync(join(folder, 'temp'), '51234\n');
    const health = await probe({ vcgencmd: program('vcgencmd', `echo ${answer}`), thermalFile: join(folder, 'temp'), restarts: 2 }).read();
    expect(health).toMatchObject({ ...flags, temperatureC: 51.2, restarts: 2 });
  });

  it('leaves out a temperature that cannot be', async () => {
    writeFileSync(join(folder, 'temp'), '999999\n');
    expect(await probe({ thermalFile: join(folder, 'temp') }).read()).not.toHaveProperty('temperatureC');
  });
});

describe('sdNotify', () => {
  it('tells systemd that the node is ready, alive and stopping', async () => {
    const said = join(folder, 'said');
    const notify = sdNotify(
      { NOTIFY_SOCKET: '/run/x', WATCHDOG_USEC: '30000000' },
      quietLog,
      program('systemd-notify', `echo "$NOTIFY_SOCKET $*" >> ${said}`),
    );
    expect(notify.everyMs).toBe(10_000);
    notify.ready('3 devices');
    notify.alive();
    notify.stopping();
    await vi.waitFor(() => expect(readFileSync(said, 'utf8').trim().split('\n')).toHaveLength(3));
    const text = readFileSync(said, 'utf8');
    expect(text).toContain(`--pid=${process.pid} --ready --status=3 devices`);
    expect(text).toContain('WATCHDOG=1');
    expect(text).toContain('STOPPING=1');
  });

  it('does nothing outside systemd, and nothing for the watchdog of another process', () => {
    expect(sdNotify({}, quietLog, '/nowhere').everyMs).toBeUndefined();
    expect(sdNotify({ NOTIFY_SOCKET: '/x', WATCHDOG_USEC: '5000000', WATCHDOG_PID: '1' }, quietLog).everyMs).toBeUndefined();
    expect(() => sdNotify({}, quietLog, '/nowhere').ready('')).not.toThrow();
  });
});
