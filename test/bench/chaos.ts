import { ChaosRig } from '../support/chaos-rig.ts';
import { chaosRound, drain, VICTIMS, type Victim } from '../support/chaos-round.ts';
import { prng } from '../support/prng.ts';
import { type BenchOutcome, runBench } from './bench-report.ts';

/** Kills of the whole run, spread over hub, node and both. */
const FULL_KILLS = Number(process.env['KW_CHAOS_KILLS'] ?? 1_000);
/** A quick run ends by the clock: as many kills as fit. */
const QUICK_KILLS = 10;
const SPEED = 100;
/** A new site every so many kills, so that the journals stay small enough to compare often. */
const KILLS_PER_SITE = 100;
const SEED = Number(process.env['KW_TEST_SEED'] ?? 1);

type Tally = Record<Victim, number>;

/** Kills hub and node at random moments and holds the node's journal against the hub's store. */
async function chaos(kills: number): Promise<BenchOutcome> {
  const random = prng(SEED);
  const tally: Tally = { hub: 0, node: 0, both: 0 };
  let duringBackup = 0;
  const sums = { committed: 0, stored: 0, lost: 0, unknown: 0, doubled: 0 };
  for (let done = 0; done < kills; done += KILLS_PER_SITE) {
    const rig = await ChaosRig.start({ speed: SPEED });
    try {
      for (let kill = 0; kill < Math.min(KILLS_PER_SITE, kills - done); kill += 1) {
        const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'both';
        tally[victim] += 1;
        const round = await chaosRound(rig, victim, random);
        duringBackup += round.duringBackup ? 1 : 0;
      }
      await drain(rig);
      const counts = rig.counts();
      for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += counts[key];
      console.error(`${done + KILLS_PER_SITE} kills: ${JSON.stringify(counts)}`);
    } finally {
      await rig.stop();
    }
  }
  return {
    figures: {
      kills,
      ...Object.fromEntries(VICTIMS.map((victim) => [`kills_${victim}`, tally[victim]])),
      kills_during_backup: duringBackup,
      ...sums,
    },
    aims: [
      { figure: 'lost', op: '<=', goal: 0 },
      { figure: 'unknown', op: '<=', goal: 0 },
      { figure: 'doubled', op: '<=', goal: 0 },
    ],
    tables: [
      {
        title: `Power cuts at random moments (seed ${SEED}, simulator at ${SPEED}x)`,
        rows: [
          ['killed', 'times'],
          ...VICTIMS.map((victim) => [victim, String(tally[victim])]),
          ['of these while a backup was made', String(duringBackup)],
          ...Object.entries(sums).map(([name, value]) => [`records ${name}`, String(value)]),
        ],
      },
    ],
  };
}

await runBench('chaos', ({ quick }) => chaos(quick ? QUICK_KILLS : FULL_KILLS));
