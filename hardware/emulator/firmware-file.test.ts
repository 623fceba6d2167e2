import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FirmwareName, readFirmware } from './firmware-file.ts';

const NAMES: readonly FirmwareName[] = ['kw-scale', 'kw-tool'];
const hexFolder = dirname(readFirmware('kw-scale').path);
const recorded = String(JSON.parse(readFileSync(join(hexFolder, 'compiler.json'), 'utf8')).compiler);

/** Why the firmware cannot be rebuilt and compared here, or undefined when it can. */
function obstacle(): string | undefined {
  const found = spawnSync('avr-gcc', ['--version'], { encoding: 'utf8' });
  if (found.error !== undefined || found.status !== 0)
    return 'SKIPPED: avr-gcc is not installed (apt install gcc-avr avr-libc binutils-avr make)';
  const [version = ''] = found.stdout.split('\n');
  return version === recorded ? undefined : `SKIPPED: the committed files are made by "${recorded}", here is "${version}"`;
}

const reason = obstacle();
const build = mkdtempSync(join(tmpdir(), 'kw-firmware-'));
afterAll(() => rmSync(build, { recursive: true, force: true }));

describe('the committed firmware', () => {
  it.each(NAMES)('%s has the sha256 beside it and fits the chip', (name) => {
    const { flash, sha256 } = readFirmware(name);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
    // The first instruction of every build is a jump over the interrupt vectors: JMP (0x940C) or RJMP.
    expect([flash[1], (flash[1] ?? 0) & 0xf0]).toSatisfy(([high, top]) => high === 0x94 || top === 0xc0);
  });

  it.skipIf(reason !== undefined)(`is byte for byte what the sources give${reason === undefined ? '' : ` (${reason})`}`, () => {
    execFileSync('make', ['-C', join(hexFolder, '..'), `BUILD=${build}`, 'all'], { stdio: 'pipe', timeout: 60_000 });
    for (const name of NAMES) {
      expect(readFileSync(join(build, `${name}.hex`)).equals(readFileSync(readFirmware(name).path)), `${name}.hex`).toBe(true);
    }
  });
});
