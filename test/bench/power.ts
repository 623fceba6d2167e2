import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type PowerOutcome, powerCuts } from '../install/power-cuts.ts';
import { buildPackages, prepareInstall } from '../install/prepare.ts';
import { type BenchOutcome, runBench } from './bench-report.ts';
import { quantile } from './quantile.ts';

const FULL_CUTS = 100;
const SEED = Number(process.env['KW_TEST_SEED'] ?? 1);
const AIMS = [
  { figure: 'lost', op: '<=', goal: 0 },
  { figure: 'unknown', op: '<=', goal: 0 },
  { figure: 'doubled', op: '<=', goal: 0 },
  { figure: 'starts_by_hand', op: '<=', goal: 0 },
] as const;

/** `--cuts N` of the command line, which the other benches do not have; taken out of it. */
function cutsAsked(args: string[]): number {
  const at = args.indexOf('--cuts');
  if (at < 0) return FULL_CUTS;
  const [, text = ''] = args.splice(at, 2);
  const cuts = Number(text);
  if (!Number.isInteger(cuts) || cuts < 1) throw new TypeError(`--cuts takes a number from 1, not ${text}`);
  return cuts;
}

/** Pulls the plug of a guest with hub and node at random moments. */
async function power(cuts: number): Promise<BenchOutcome> {
  const needs = prepareInstall('trixie');
  if ('reason' in needs) return { figures: {}, aims: AIMS, tables: [], absent: [`power cuts: ${needs.reason}`] };
  const packages = mkdtempSync(join(tmpdir(), 'kw-power-packages-'));
  try {
    buildPackages(packages);
    return report(await powerCuts({ ...needs, packages }, { cuts, seed: SEED, tell: (line) => console.error(line) }));
  } finally {
    rmSync(packages, { recursive: true, force: true });
  }
}

function report({ cuts, audit }: PowerOutcome): BenchOutcome {
  const ups = cuts.flatMap(({ upS }) => (upS === undefined ? [] : [upS])).toSorted((a, b) => a - b);
  const figures = {
    cuts: cuts.length,
    cuts_in_boot: cuts.filter(({ phase }) => phase === 'boot').length,
    writes_lost_by_disk: cuts.reduce((sum, { lostWrites }) => sum + lostWrites, 0),
    cuts_that_lost_writes: cuts.filter(({ lostWrites }) => lostWrites > 0).length,
    starts_by_hand: cuts.filter(({ trouble }) => trouble !== '').length + (audit.whole ? 0 : 1),
    told: audit.told,
    stored: audit.stored,
    waiting: audit.waiting,
    deposits: audit.deposits,
    lost: audit.lost,
    unknown: audit.unknown,
    doubled: audit.doubled,
    up_s_median: Number(quantile(ups, 0.5).toFixed(1)),
    up_s_most: Number(quantile(ups, 1).toFixed(1)),
  };
  const rows = Object.entries(figures).map(([name, value]) => [name.replaceAll('_', ' '), String(value)]);
  return { figures, aims: AIMS, tables: [{ title: `A guest cut from its power (seed ${SEED})`, rows: [['what', 'count'], ...rows] }] };
}

const cuts = cutsAsked(process.argv);
await runBench('power', ({ quick }) =>
  quick ? { figures: {}, aims: AIMS, tables: [], absent: ['power cuts: one boot of a guest takes longer than a quick run'] } : power(cuts),
);
