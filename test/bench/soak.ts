import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';
import { type BenchHub, startBenchHub } from './hub/bench-hub.ts';
import { runScreens, type ScreenCounts } from './soak/screens.ts';
import { type SoakProgress, startSoakNode } from './soak/soak-node.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'days', op: '>=', goal: 30 },
  { figure: 'rss_mb_per_day', op: '<=', goal: 0.5 },
  { figure: 'handles_growth', op: '<=', goal: 0 },
  { figure: 'hub_peak_mb', op: '<=', goal: 256 },
];
/** A quick run ends while the hub still warms up and before anybody has connected anew: it judges neither days nor slopes. */
const ONLY_FULL = new Set(['days', 'rss_mb_per_day', 'handles_growth']);

/** A site as delivered has two nodes: one at the gate, one in the workshop. */
const NODES = 20;
const DAY_MS = 86_400_000;
/** Simulated days a real day, and how long a run may take at most; a machine too busy for all days ends with fewer. */
const SPEED = 4_800;
const FULL_DAYS = 30;
const FULL = { days: Number(process.env['KW_SOAK_DAYS'] ?? FULL_DAYS), mostMs: 590_000 };
const QUICK = { days: 1.5, mostMs: 33_000 };
const SAMPLE_MS = 1_000;
/** Share of the days that is not judged: code is compiled, caches fill. */
const WARM_UP = 0.25;

interface Sample {
  /** Simulated days since the start. */
  readonly day: number;
  readonly rssMb: number;
  readonly handles: number;
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Slope of the least squares line through the points. */
function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const over = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return over / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}

interface Soak {
  readonly samples: readonly Sample[];
  readonly nodes: readonly Readonly<SoakProgress>[];
  readonly screens: ScreenCounts;
  readonly seconds: number;
  readonly cpuS: number;
  readonly days: number;
  readonly peakMb: number;
}

async function soak(hub: BenchHub, fromMs: number, { days, mostMs }: { readonly days: number; readonly mostMs: number }): Promise<Soak> {
  let begin: number | undefined;
  let isOver = false;
  const nowMs = (): number | undefined => {
    if (isOver) return undefined;
    return begin === undefined ? fromMs : fromMs + Math.min(days * DAY_MS, (performance.now() - begin) * SPEED);
  };
  const nodes = Array.from({ length: NODES }, (_, index) => startSoakNode({ hub, index, fromMs, nowMs }));
  const slowestDay = (): number => (Math.min(...nodes.map(({ progress }) => progress.atMs)) - fromMs) / DAY_MS;
  const [cpuBefore, realBegin] = [hub.cpuS(), performance.now()];
  hub.go();
  begin = realBegin;
  const screens = runScreens(hub, nowMs);
  const samples: Sample[] = [];
  const failed = Promise.all(nodes.map(({ ended }) => ended));
  while (slowestDay() < days && performance.now() - realBegin < mostMs) {
    await Promise.race([new Promise((resolve) => setTimeout(resolve, SAMPLE_MS)), failed, screens]);
    samples.push({ day: slowestDay(), rssMb: hub.rssMb(), handles: hub.openHandles() });
  }
  const [seconds, cpuS] = [(performance.now() - realBegin) / 1_000, hub.cpuS() - cpuBefore];
  isOver = true;
  await failed;
  return {
    samples,
    nodes: nodes.map(({ progress }) => progress),
    screens: await screens,
    seconds,
    cpuS,
    days: slowestDay(),
    peakMb: hub.peakMb(),
  };
}

async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const plan = isQuick ? QUICK : FULL;
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-soak-'));
  const fromMs = Math.floor(Date.now() / DAY_MS - plan.days - 2) * DAY_MS;
  const hub = await startBenchHub(join(folder, 'hub'), { http: { sessionHours: 720 }, clock: { startMs: fromMs, speed: SPEED } });
  try {
    return outcomeOf(await soak(hub, fromMs, plan), plan.days);
  } finally {
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function outcomeOf({ samples, nodes, screens, seconds, cpuS, days, peakMb }: Soak, planned: number): BenchOutcome {
  const judged = samples.filter(({ day }) => day >= days * WARM_UP);
  const half = Math.floor(judged.length / 2);
  const most = (some: readonly Sample[]): number => Math.max(...some.map(({ handles }) => handles));
  const fewest = (some: readonly Sample[]): number => Math.min(...some.map(({ handles }) => handles));
  const sum = (of: (node: Readonly<SoakProgress>) => number): number => nodes.reduce((all, node) => all + of(node), 0);
  const records = sum((node) => node.records);
  const figures = {
    days: round(days),
    seconds: round(seconds),
    records,
    records_per_s: Math.round(records / seconds),
    reconnects: sum((node) => node.reconnects),
    screen_requests: screens.requests,
    screen_events: screens.events,
    rss_first_mb: round(judged[0]?.rssMb ?? Number.NaN),
    rss_last_mb: round(judged.at(-1)?.rssMb ?? Number.NaN),
    rss_mb_per_day: round(slopeOf(judged.map(({ day, rssMb }) => ({ x: day, y: rssMb })))),
    hub_peak_mb: round(peakMb),
    cpu_percent: round((cpuS / seconds) * 100),
    handles_first_half: fewest(judged.slice(0, half)),
    handles_second_half: fewest(judged.slice(half)),
    handles_most_first_half: most(judged.slice(0, half)),
    handles_most_second_half: most(judged.slice(half)),
    handles_growth: fewest(judged.slice(half)) - fewest(judged.slice(0, half)),
  };
  const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
  const title = `${NODES} nodes with 12,060 records a day each, ten times a site; the hub's clock runs ${SPEED} times as fast`;
  const absent = days < FULL_DAYS ? [`${FULL_DAYS} days: this run went through ${round(days)} of ${planned}`] : [];
  const aims = planned === QUICK.days ? AIMS.filter(({ figure }) => !ONLY_FULL.has(figure)) : AIMS;
  return { figures, aims, tables: [{ title, rows: [['figure', 'value'], ...rows] }], absent };
}

await runBench('soak', ({ quick }) => bench(quick));
