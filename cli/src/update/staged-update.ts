import { KwError } from '@kringwijzer/contract';
import { type NodeSeen, notYetWell } from './node-health.ts';

/** Puts a package on one machine. Rejects with Error in the words of what failed. */
export type Install = (target: string) => Promise<void>;

/** One node and where it is reached: `here`, or what ssh calls it. */
export interface UpdateTarget {
  readonly node: string;
  readonly target: string;
}

/** What a staged update works with. */
export interface StagedUpdate {
  readonly targets: readonly UpdateTarget[];
  readonly version: string;
  readonly install: Install;
  /** The nodes as the hub sees them now. */
  readonly nodes: () => Promise<readonly NodeSeen[]>;
  /** Longest time from installing to being well, and how long it must stay well, in ms. */
  readonly withinMs: number;
  readonly wellForMs: number;
  readonly clock: { readonly nowMs: () => number; readonly wait: (ms: number) => Promise<void> };
  readonly tell: (line: string) => void;
}

const LOOK_EVERY_MS = 2_000;

/**
 * Updates nodes one after another and lets each prove itself before the next is touched. Throws KW_UPDATE_STOPPED at the first
 * that does not; the ones behind it keep their version.
 */
export async function stagedUpdate(update: StagedUpdate): Promise<void> {
  const { targets, tell, version } = update;
  for (const [index, target] of targets.entries()) {
    tell(`${target.node}: ${index + 1} of ${targets.length}, installing ${version}`);
    const before = await find(update, target.node);
    try {
      await update.install(target.target);
      await becomesWell(update, before, target.node);
    } catch (error) {
      const left = targets.slice(index + 1).map(({ node }) => node);
      const reason = error instanceof Error ? error.message : String(error);
      throw new KwError('KW_UPDATE_STOPPED', { node: target.node, reason, left: left.join(', ') || 'none' }, { cause: error });
    }
    tell(`${target.node}: well`);
  }
}

const find = async ({ nodes }: StagedUpdate, node: string): Promise<NodeSeen | undefined> =>
  (await nodes()).find((one) => one.node === node);

/** Waits until a node is well and has stayed so. Rejects with Error that says why not. */
async function becomesWell(update: StagedUpdate, before: NodeSeen | undefined, node: string): Promise<void> {
  const { clock, version, withinMs, wellForMs } = update;
  const untilMs = clock.nowMs() + withinMs;
  let well: { readonly sinceMs: number; readonly boot: string | undefined } | undefined;
  for (;;) {
    // A hub that is busy for a moment is no fault of the node.
    const now = await find(update, node).catch(() => undefined);
    const why = now === undefined ? 'the hub says nothing of it' : notYetWell({ before, version }, now);
    const boot = now?.status?.boot;
    const nowMs = clock.nowMs();
    if (why !== undefined) well = undefined;
    else if (well?.boot !== boot) well = { sinceMs: nowMs, boot };
    if (well !== undefined && nowMs - well.sinceMs >= wellForMs) return;
    if (nowMs >= untilMs) throw new Error(why ?? 'it does not stay well');
    await clock.wait(LOOK_EVERY_MS);
  }
}
