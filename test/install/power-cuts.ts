import { prng } from '../support/prng.ts';
import type { PowerAudit } from './audit-image.ts';
import { type Cut, type PowerParts, PowerRig } from './power-rig.ts';

/** So that a run that is stopped has said something. */
const AUDIT_EVERY = 5;

/** What a number of cuts did. */
export interface PowerOutcome {
  readonly cuts: readonly Cut[];
  readonly audit: PowerAudit;
}

/** Cuts a machine from its power so many times and looks at what is left. `tell` gets a line a cut. */
export async function powerCuts(
  parts: PowerParts,
  { cuts, seed, tell }: { readonly cuts: number; readonly seed: number; readonly tell: (line: string) => void },
): Promise<PowerOutcome> {
  const random = prng(seed);
  const rig = await PowerRig.start(parts);
  try {
    const done: Cut[] = [];
    while (done.length < cuts) {
      done.push(await rig.cut(random));
      tell(`cut ${done.length} of ${cuts}: ${JSON.stringify(done.at(-1))}`);
      if (done.length % AUDIT_EVERY === 0 && done.length < cuts) tell(`after ${done.length}: ${JSON.stringify(rig.audit())}`);
    }
    return { cuts: done, audit: rig.audit() };
  } finally {
    rig.stop();
  }
}
