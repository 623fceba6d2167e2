import type { ChaosRig } from './chaos-rig.ts';

/** Who is killed in a round. */
export const VICTIMS = ['hub', 'node', 'both'] as const;
export type Victim = (typeof VICTIMS)[number];

/** Most records the node commits before the knife falls, and longest wait for them in ms. */
const MOST_RECORDS = 120;
const MOST_WAIT_MS = 1_200;
/** Share of the kills of the hub that come while somebody makes a backup, or just before or after. */
const BACKUP_SHARE = 0.1;
const POLL_MS = 25;
const DRAIN_MS = 120_000;

/** One kill at a random moment, measured in records committed; the dead come back, in random order when both died. Tells whether a backup was being made. */
export async function chaosRound(rig: ChaosRig, victim: Victim, random: () => number): Promise<{ readonly duringBackup: boolean }> {
  let isBackingUp = false;
  const backup = victim !== 'node' && random() < BACKUP_SHARE ? rig.backup() : undefined;
  if (backup !== undefined) {
    isBackingUp = true;
    const ended = (): void => void (isBackingUp = false);
    backup.then(ended, ended);
  }
  await rig.progress(1 + Math.floor(random() * MOST_RECORDS), Math.floor(random() * MOST_WAIT_MS));
  const duringBackup = isBackingUp;
  if (victim !== 'node') await rig.end('hub', 'SIGKILL');
  if (victim !== 'hub') await rig.end('node', 'SIGKILL');
  // A hub that stays away for a while leaves a backlog, so that later kills fall into its drain.
  if (victim === 'hub') await rig.progress(Math.floor(random() * MOST_RECORDS), Math.floor(random() * MOST_WAIT_MS));
  const back = [...(victim === 'node' ? [] : [() => rig.startHub()]), ...(victim === 'hub' ? [] : [() => rig.startNode()])];
  for (const start of random() < 0.5 ? back : back.toReversed()) await start();
  await backup;
  return { duringBackup };
}

/** Stops the world in an orderly way and lets the node bring what it still holds; throws when it does not get rid of it. */
export async function drain(rig: ChaosRig): Promise<void> {
  await rig.end('node', 'SIGTERM');
  await rig.startDrainingNode();
  const until = Date.now() + DRAIN_MS;
  while (rig.waitingCount() > 0) {
    if (Date.now() > until)
      throw new Error(`${rig.waitingCount()} records still wait after ${DRAIN_MS} ms: ${rig.node?.said ?? ''}${rig.hub?.said ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await rig.end('node', 'SIGTERM');
  await rig.end('hub', 'SIGTERM');
}
