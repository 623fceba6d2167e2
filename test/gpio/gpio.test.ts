import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPackages } from '../install/prepare.ts';
import { guestImage } from './guest-image.ts';
import { prepareMachine } from './needs.ts';
import type { PlannedDriver, Scenario, Seen } from './plan.ts';
import { type GuestRun, runGuest } from './run-guest.ts';

const DEADLINE_MS = 900_000;
/** Long enough for a guest without hardware virtualisation on a busy machine; a person takes as long. */
const LEVEL_MS = 80;
const DRIVER: PlannedDriver = { type: 'gpio', backend: 'onoff', chip: 'pinctrl-rp1', lineA: 17, lineB: 27, activeLow: true };

const IN = 'a+ b+ a- b-';
const OUT = 'b+ a+ b- a-';
/** Somebody who breaks both beams, thinks better of it and goes back. */
const BACK = 'a+ b+ b- a-';
/** An arm or a bag on one beam. */
const TOUCH = 'b+ b-';
const PAUSE = '400';
const WALKS = [IN, IN, OUT, BACK, TOUCH, IN, OUT, OUT, BACK, IN, IN, OUT];
const walks = WALKS.join(` ${PAUSE} `);
const WALKED = 'in in out in out out in in out';
const edgesOf = (moves: string): string =>
  moves
    .split(' ')
    .filter((move) => !/^\d+$/u.test(move))
    .join(' ');
const many = (count: number, words: string): string => Array.from({ length: count }, () => words).join(' ');

/** The first levels are long: the code that reads them is compiled while it runs. */
const SLOWLY = 'a+ 400 a- 400 b+ 400 b- 400';
const values = `${SLOWLY} ${many(20, 'a+ a- b+ b-')}`;

const BOTH_LINES = ['gpio588', 'gpio598'];
const PLAN: readonly Scenario[] = [
  { name: 'values', driver: DRIVER, moves: values, levelMs: LEVEL_MS },
  { name: 'walks', driver: { ...DRIVER, backend: 'auto', chip: 'auto' }, moves: walks, levelMs: LEVEL_MS },
  { name: 'active high', driver: { ...DRIVER, activeLow: false }, moves: [IN, OUT].join(` ${PAUSE} `), levelMs: LEVEL_MS },
  { name: 'after a kill', driver: DRIVER, moves: [OUT, IN].join(` ${PAUSE} `), levelMs: LEVEL_MS, before: 'killed' },
  { name: 'wrong label', driver: { ...DRIVER, chip: 'pinctrl-bcm2711' }, moves: IN, levelMs: LEVEL_MS },
  { name: 'line too high', driver: { ...DRIVER, lineB: 60 }, moves: IN, levelMs: LEVEL_MS },
  { name: 'line taken', driver: DRIVER, moves: IN, levelMs: LEVEL_MS, before: 'holds-b' },
  { name: 'gpiomon', driver: { ...DRIVER, backend: 'gpiomon' }, moves: walks, levelMs: LEVEL_MS },
  {
    name: 'no sysfs',
    driver: { ...DRIVER, backend: 'auto', chip: 'auto' },
    moves: [IN, OUT].join(` ${PAUSE} `),
    levelMs: LEVEL_MS,
    before: 'no-sysfs',
  },
];

const needs = prepareMachine();
if ('reason' in needs) process.stderr.write(`\nGPIO IS NOT TESTED: ${needs.reason}\n\n`);

const isBuilt = existsSync(fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url)));
if (!isBuilt) process.stderr.write('\nTHE PACKAGED NODE IS NOT TESTED ON GPIO: run npm run build\n\n');

/** The package of the node for this processor; undefined when nothing is built. */
function nodePackage(work: string): string | undefined {
  if (!isBuilt) return undefined;
  const folder = join(work, 'packages');
  buildPackages(folder);
  const name = readdirSync(folder).find((one) => one.startsWith('kringwijzer-node_'));
  return name === undefined ? undefined : join(folder, name);
}

describe.skipIf('reason' in needs)(`light beams on a kernel's GPIO${'reason' in needs ? `: skipped, ${needs.reason}` : ''}`, () => {
  let run: GuestRun;
  const seen = (name: string): Seen | undefined =>
    run.lines.flatMap((line) => ('seen' in line ? [line.seen] : [])).find((one) => one.name === name);

  beforeAll(async () => {
    if ('reason' in needs) return;
    const work = mkdtempSync(join(tmpdir(), 'kw-gpio-guest-'));
    try {
      run = await runGuest(needs.parts.kernel, await guestImage(work, needs.parts, PLAN, nodePackage(work)), DEADLINE_MS);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });

  it('plays every scenario to its end', () => {
    expect({ exitCode: run.exitCode, console: run.exitCode === 0 ? '' : run.console }).toEqual({ exitCode: 0, console: '' });
    expect(run.lines.flatMap((line) => ('seen' in line ? [line.seen.name] : []))).toEqual(PLAN.map(({ name }) => name));
  });

  it('finds the chips of a Raspberry Pi 5, the header at 571', () => {
    expect(run.lines[0]).toMatchObject({
      chips: expect.arrayContaining([
        { label: 'gpio-brcmstb@107d508500', base: 512, lines: 59 },
        { label: 'pinctrl-rp1', base: 571, lines: 54 },
      ]),
    });
  });

  it('gives every level of both lines in its order through onoff', () => {
    expect(seen('values')).toMatchObject({ via: 'onoff on pinctrl-rp1', edges: edgesOf(values), missed: 0 });
  });

  it('exports only its own two lines and gives them back', () => {
    expect(seen('values')?.exported).toEqual({ before: [], during: BOTH_LINES, after: [] });
  });

  it.each([
    ['walks', 'onoff on pinctrl-rp1'],
    ['gpiomon', 'gpiomon 2 on pinctrl-rp1'],
  ])('counts who walks in and out and who turns back: %s', (name, via) => {
    expect(seen(name)).toMatchObject({ via, edges: edgesOf(walks), passages: WALKED, missed: 0 });
  });

  it('reads beams that are high when broken', () => {
    expect(seen('active high')).toMatchObject({ edges: `${IN} ${OUT}`, passages: 'in out', missed: 0 });
  });

  it('takes over lines that a killed process left exported', () => {
    expect(seen('after a kill')).toMatchObject({
      via: 'onoff on pinctrl-rp1',
      edges: `${OUT} ${IN}`,
      passages: 'out in',
      exported: { before: BOTH_LINES, during: BOTH_LINES, after: [] },
    });
  });

  it('says which chips there are when the label is wrong, and exports nothing', () => {
    const { via, fault, exported } = seen('wrong label') ?? {};
    expect(via).toBeUndefined();
    expect(fault).toMatch(/no GPIO chip pinctrl-bcm2711; there are: .*pinctrl-rp1/u);
    expect(exported?.after).toEqual([]);
  });

  it('refuses a line the chip does not have, and gives the other one back', () => {
    expect(seen('line too high')?.fault).toContain('check the BCM number');
    expect(seen('line too high')?.exported.after).toEqual([]);
  });

  it('says that another program holds the line', () => {
    expect(seen('line taken')?.fault).toContain('another program or driver holds the line');
    expect(seen('line taken')?.exported.after).toEqual([]);
  });

  it.skipIf(!isBuilt)('runs the node of the package, which records who walked through', () => {
    const packaged = run.lines.flatMap((line) => ('packaged' in line ? [line.packaged] : []));
    expect(packaged).toEqual([{ code: 0, via: 'onoff on pinctrl-rp1', said: '', in: 5, out: 4 }]);
  });

  it('takes gpiomon by itself where the kernel has no GPIO in sysfs', () => {
    expect(seen('no sysfs')).toMatchObject({ via: 'gpiomon 2 on pinctrl-rp1', edges: `${IN} ${OUT}`, passages: 'in out' });
  });
});
