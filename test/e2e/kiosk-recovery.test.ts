import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chromiumLauncher } from '../../kiosk/src/shell/adapters/chromium-screen.ts';
import { type Runner, startRunner } from '../../kiosk/src/shell/app.ts';
import { runnerConfigSchema } from '../../kiosk/src/shell/config.ts';

const CHROMIUM = '/usr/bin/chromium';
const RECOVERED_WITHIN_MS = 15_000;

/** A page with nothing but the life sign, so that this test speaks of the runner alone. */
const PAGE = '<!doctype html><html lang="nl"><title>x</title><link rel="icon" href="data:,"><script type="module" src="beat.js"></script>';
const BEAT = `
const born = Math.random().toString(36).slice(2, 10);
let frames = 0;
const count = () => { frames += 1; requestAnimationFrame(count); };
requestAnimationFrame(count);
setInterval(() => {
  if (frames === 0) return;
  const body = { at: Date.now(), uptimeS: 0, fps: frames, state: 'live', shell: 'none', version: born };
  frames = 0;
  fetch('/api/v1/kiosk/health', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}, 500);`;

/** Process ids of the page's renderers: children of the browser with the page's own profile. */
function renderersOf(browserPid: number): readonly number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,pgid=,args='], { encoding: 'utf8' }).split('\n');
  return rows
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(row))
    .filter((match) => match !== null && Number(match[2]) === browserPid && (match[3] ?? '').includes('--type=renderer'))
    .filter((match) => !(match?.[3] ?? '').includes('--extension-process'))
    .map((match) => Number(match?.[1]));
}

async function processState(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
}

describe.skipIf(!existsSync(CHROMIUM))('the runner with real Chromium (needs /usr/bin/chromium)', () => {
  let runner: Runner;
  const beats: string[] = [];

  beforeEach(async () => {
    beats.length = 0;
    const dir = await mkdtemp(join(tmpdir(), 'kw-recovery-'));
    await writeFile(join(dir, 'index.html'), PAGE);
    await writeFile(join(dir, 'beat.js'), BEAT);
    const config = runnerConfigSchema.parse({ token: 'x', port: 0, dataDir: join(dir, 'data'), hubUrl: 'http://127.0.0.1:9' });
    runner = await startRunner(config, {
      log: { info: () => undefined, warn: () => undefined },
      pageDir: dir,
      launch: chromiumLauncher({ executable: CHROMIUM, ozone: 'headless', noSandbox: process.getuid?.() === 0 }),
      onHealth: (health) => void beats.push(health.version),
    });
    await vi.waitUntil(() => beats.length > 2, { timeout: 30_000, interval: 100 });
  });
  afterEach(() => runner.stop());

  it.each(['SIGKILL', 'SIGSTOP'] as const)('brings the page back within 15 s after %s of its renderer', async (signal) => {
    const browserPid = runner.pid() ?? 0;
    const renderers = renderersOf(browserPid);
    const before = new Set(beats);
    const startedMs = performance.now();
    for (const pid of renderers) process.kill(pid, signal);

    await vi.waitFor(() => expect(beats.some((born) => !before.has(born))).toBe(true), { timeout: RECOVERED_WITHIN_MS, interval: 50 });

    const tookMs = performance.now() - startedMs;
    expect(renderers.length).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(RECOVERED_WITHIN_MS);
    await vi.waitFor(async () => {
      for (const pid of renderers) expect(['Z', undefined]).toContain(await processState(pid));
    });
    process.stderr.write(`  recovered from ${signal} in ${(tookMs / 1_000).toFixed(1)} s\n`);
  });

  it('brings the page back when the whole browser is killed', async () => {
    const before = new Set(beats);
    process.kill(runner.pid() ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(beats.some((born) => !before.has(born))).toBe(true), { timeout: RECOVERED_WITHIN_MS, interval: 50 });
    expect(runner.pid()).toBeDefined();
  });

  it('makes a picture of the page', async () => {
    const jpeg = await runner.screenshot();
    expect(jpeg?.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
  });
});
