import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChaosRig } from '../support/chaos-rig.ts';
import { chaosRound, drain, VICTIMS } from '../support/chaos-round.ts';
import { prng } from '../support/prng.ts';

const SEED = Number(process.env['KW_TEST_SEED'] ?? Date.now() % 1_000_000);
/** Kills of the hub, of the node, and of both at once. */
const KILLS = { hub: 20, node: 20, both: 20 } as const;

let rig: ChaosRig;

beforeAll(async () => {
  rig = await ChaosRig.start({ speed: 100 });
});
afterAll(() => rig?.stop());

describe('power cuts', () => {
  it(`loses and doubles nothing over 60 kills at random moments (seed ${SEED})`, { timeout: 300_000 }, async () => {
    const random = prng(SEED);
    const plan = VICTIMS.flatMap((victim) => Array.from({ length: KILLS[victim] }, () => victim)).toSorted(() => random() - 0.5);
    for (const victim of plan) await chaosRound(rig, victim, random);
    await drain(rig);
    const counts = rig.counts();
    expect(counts.committed).toBeGreaterThan(1_000);
    expect(counts.stored).toBeGreaterThan(1_000);
    expect(counts).toMatchObject({ lost: 0, unknown: 0, doubled: 0, waiting: 0 });
  });
});
