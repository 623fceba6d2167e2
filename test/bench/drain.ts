import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { doubledDeposits, receivedRuns } from '../support/store-audit.ts';
import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';
import { fillSpool } from './drain/fill-spool.ts';
import { watchOwnValues } from './drain/own-values.ts';
import { type BenchHub, startBenchHub } from './hub/bench-hub.ts';
import { type LiveProbe, type ProbeOutcome, startLiveProbe } from './hub/live-probe.ts';
import { siteRecords } from './hub/site-records.ts';
import { quantile } from './quantile.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'lost', op: '<=', goal: 0 },
  { figure: 'unknown', op: '<=', goal: 0 },
  { figure: 'doubled', op: '<=', goal: 0 },
  { figure: 'quarantined', op: '<=', goal: 0 },
  { figure: 'live_missing', op: '<=', goal: 0 },
  { figure: 'live_p99_draining_ms', op: '<=', goal: 500 },
  { figure: 'own_p99_draining_ms', op: '<=', goal: 1_000 },
  { figure: 'hub_peak_mb', op: '<=', goal: 256 },
];
const NODES = 20;
const PROBE = 20;
const PROBE_PER_S = 10;
const HOUR_MS = 3_600_000;
/** Hours of silence: a week, and in a quick run what a busy machine drains in half a minute. */
const [FULL_HOURS, QUICK_HOURS] = [7 * 24, 8];
const MOST_DRAIN_MS = 1_800_000;
const QUIET_MS = 4_000;

interface Drain {
  readonly seconds: number;
  readonly resent: number;
  readonly quarantined: number;
}

const bootOf = (index: number): string => `d${index.toString(16).padStart(15, '0')}`;
const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const round = (value: number): number => Math.round(value * 100) / 100;

/** Lets all nodes come back at once and resolves when the last record left its spool. */
async function drainAll(hub: BenchHub, folder: string): Promise<Drain> {
  const nodes = await Promise.all(
    Array.from({ length: NODES }, async (_, index) => ({
      node: `n${index}`,
      dataDir: join(folder, `n${index}`),
      ...(await hub.enrol(index)),
    })),
  );
  const script = fileURLToPath(new URL('./drain/node-fleet.mjs', import.meta.url));
  const began = performance.now();
  const fleet = spawn(process.execPath, [script, JSON.stringify({ mqttUrl: hub.mqttUrl, nodes })], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    return { ...(await untilEmpty(fleet)), seconds: (performance.now() - began) / 1_000 };
  } finally {
    const gone = once(fleet, 'exit');
    if (fleet.connected) fleet.send('stop');
    else fleet.kill('SIGKILL');
    await gone;
  }
}

async function untilEmpty(fleet: ChildProcess): Promise<Omit<Drain, 'seconds'>> {
  const signal = AbortSignal.timeout(MOST_DRAIN_MS);
  for (;;) {
    const [look] = (await once(fleet, 'message', { signal })) as [{ waiting: number; resent: number; quarantined: number }];
    if (look.waiting === 0) return look;
  }
}

/** Holds what the spools were given against what the store has, when the hub stands still. */
function audit(store: string, sent: readonly number[]): { stored: number; unknown: number; doubled: number; probes: number } {
  const db = new Database(store, { readonly: true });
  try {
    const found = { stored: 0, unknown: 0, doubled: doubledDeposits(db), probes: 0 };
    const filled = new Map(sent.map((count, index) => [bootOf(index), count]));
    for (const { node, boot, from, to } of receivedRuns(db)) {
      const count = filled.get(boot);
      const known = count === undefined ? 0 : Math.max(0, Math.min(to, count - 1) - from + 1);
      found.stored += known;
      // What returning nodes record of themselves comes under a boot of its own.
      if (count !== undefined) found.unknown += to - from + 1 - known;
      if (node === `n${PROBE}`) found.probes += to - from + 1;
    }
    return found;
  } finally {
    db.close();
  }
}

async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const hours = isQuick ? QUICK_HOURS : FULL_HOURS;
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-drain-'));
  const toMs = Math.floor(Date.now() / 60_000) * 60_000;
  const sent: number[] = [];
  for (let index = 0; index < NODES; index += 1) {
    await mkdir(join(folder, `n${index}`));
    sent.push(fillSpool(join(folder, `n${index}`), bootOf(index), toMs, siteRecords(toMs - hours * HOUR_MS, toMs)));
  }
  // As a site has it: the limits of its own configuration.
  const hub = await startBenchHub(join(folder, 'hub'), { mqtt: { messagesPerSecond: 500 } });
  let probe: LiveProbe | undefined;
  try {
    probe = await startLiveProbe(hub, PROBE, PROBE_PER_S);
    await pause(QUIET_MS);
    const quiet = await probe.take();
    const before = { rssMb: hub.rssMb(), cpuS: hub.cpuS() };
    const own = await watchOwnValues(hub);
    const drain = await drainAll(hub, folder);
    const ownMs = own.take();
    own.close();
    const during = await probe.take();
    const cpuS = hub.cpuS() - before.cpuS;
    await pause(QUIET_MS);
    const memory = { before: before.rssMb, peak: hub.peakMb(), after: hub.rssMb() };
    await probe.close();
    await hub.stop();
    const found = audit(join(folder, 'hub', 'store.db'), sent);
    return outcomeOf({ hours, records: sent.reduce((sum, count) => sum + count, 0), quiet, during, ownMs, drain, cpuS, memory, found });
  } finally {
    await hub.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly hours: number;
  readonly records: number;
  readonly quiet: ProbeOutcome;
  readonly during: ProbeOutcome;
  /** Latencies of the live values of the draining nodes themselves. */
  readonly ownMs: readonly number[];
  readonly drain: Drain;
  readonly cpuS: number;
  readonly memory: { readonly before: number; readonly peak: number; readonly after: number };
  readonly found: ReturnType<typeof audit>;
}

function outcomeOf({ hours, records, quiet, during, ownMs, drain, cpuS, memory, found }: Measured): BenchOutcome {
  const figures = {
    nodes: NODES,
    silent_hours: hours,
    records,
    stored: found.stored,
    lost: records - found.stored,
    unknown: found.unknown,
    doubled: found.doubled,
    quarantined: drain.quarantined,
    batches_resent: drain.resent,
    drain_s: round(drain.seconds),
    records_per_s: Math.round(records / drain.seconds),
    hub_cpu_percent: round((cpuS / drain.seconds) * 100),
    live_p99_quiet_ms: round(quantile(quiet.latenciesMs, 0.99)),
    live_p50_draining_ms: round(quantile(during.latenciesMs, 0.5)),
    live_p99_draining_ms: round(quantile(during.latenciesMs, 0.99)),
    own_p50_draining_ms: round(quantile(ownMs, 0.5)),
    own_p99_draining_ms: round(quantile(ownMs, 0.99)),
    own_values_draining: ownMs.length,
    live_values_draining: during.latenciesMs.length,
    live_missing: quiet.missing + during.missing,
    hub_before_mb: round(memory.before),
    hub_peak_mb: round(memory.peak),
    hub_after_mb: round(memory.after),
  };
  const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
  const title = `${NODES} real nodes come back at once after ${hours} h of silence; limits of nodes and hub as they are delivered`;
  const absent = hours === FULL_HOURS ? [] : [`the week: a quick run fills the spools with ${hours} h instead of ${FULL_HOURS}`];
  return { figures, aims: AIMS, tables: [{ title, rows: [['figure', 'value'], ...rows] }], absent };
}

await runBench('drain', ({ quick }) => bench(quick));
