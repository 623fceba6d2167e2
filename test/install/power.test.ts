import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PowerOutcome, powerCuts } from './power-cuts.ts';
import { buildPackages, prepareInstall } from './prepare.ts';

/** The short form of `npm run bench:power`. */
const CUTS = 5;
const SEED = Number(process.env['KW_TEST_SEED'] ?? 1);

const needs = prepareInstall('trixie');
if ('reason' in needs) process.stderr.write(`\nPOWER CUTS ARE NOT TESTED: ${needs.reason}\n\n`);

describe.skipIf('reason' in needs)(`a machine that is cut from its power${'reason' in needs ? `: skipped, ${needs.reason}` : ''}`, () => {
  let outcome: PowerOutcome;

  beforeAll(async () => {
    if ('reason' in needs) return;
    const packages = mkdtempSync(join(tmpdir(), 'kw-power-packages-'));
    try {
      buildPackages(packages);
      outcome = await powerCuts({ ...needs, packages }, { cuts: CUTS, seed: SEED, tell: (line) => process.stderr.write(`${line}\n`) });
    } finally {
      rmSync(packages, { recursive: true, force: true });
    }
  });

  it('starts by itself each time, and no file needs a hand', () => {
    expect(outcome.cuts).toHaveLength(CUTS);
    expect(outcome.cuts.map(({ trouble }) => trouble).filter((trouble) => trouble !== '')).toEqual([]);
    expect(outcome.audit.whole).toBe(true);
  });

  it('has every record it had told to be committed, once', () => {
    expect(outcome.audit.told).toBeGreaterThan(CUTS);
    expect(outcome.audit).toMatchObject({ lost: 0, unknown: 0, doubled: 0 });
  });
});
