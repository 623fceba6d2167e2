import { influxdVersion } from '../support/influxd.ts';
import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';
import { MOSQUITTO, startMosquittoSide } from './peers/mosquitto-side.ts';
import { startOurSide } from './peers/our-side.ts';
import { type Publishers, recordsIn, startPublishers } from './peers/publishers.ts';
import type { Side } from './peers/side.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'ours_lost', op: '<=', goal: 0 },
  { figure: 'ours_lost_paced', op: '<=', goal: 0 },
  { figure: 'ours_stored_per_s', op: '>=', goal: 10_000 },
  { figure: 'memory_ratio', op: '<=', goal: 1 },
];
const NODES = 20;
/** A batch of 200 records a node each half second: 8,000 records a second in all, which both sides keep up with. */
const PACE_MS = 500;

/** A broker that confirms what it only has in memory takes in gigabytes in a short while: enough is enough. */
const MOST_CONFIRMED = 600_000;
/** A kill before so many records are confirmed says nothing. */
const FEWEST_CONFIRMED = 10_000;

interface Load {
  readonly side: Side;
  readonly publishers: Publishers;
}

interface Speed {
  readonly storedPerS: number;
  readonly cpuUsPerRecord: number;
  readonly peakMb: number;
}

interface Kill {
  readonly confirmed: number;
  readonly lost: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const round = (value: number): number => Math.round(value * 100) / 100;

/** Lets the stream flow for a while, but not for too few or too many records. */
async function streamFor({ confirmed }: Publishers, runMs: number): Promise<void> {
  const until = performance.now() + runMs;
  const isEnough = (records: number): boolean => records >= MOST_CONFIRMED || (records >= FEWEST_CONFIRMED && performance.now() >= until);
  while (!isEnough(recordsIn(confirmed))) await pause(10);
}

async function withLoad<T>(start: () => Promise<Side>, paceMs: number, run: (load: Load) => Promise<T>): Promise<T> {
  const side = await start();
  try {
    const clients = await Promise.all(Array.from({ length: NODES }, (_, node) => side.connect(node)));
    try {
      return await run({ side, publishers: startPublishers(clients, paceMs) });
    } finally {
      for (const client of clients) client.end(true);
    }
  } finally {
    await side.stop();
  }
}

/** As fast as confirmations come; the clock stops when the database has everything that was confirmed. */
const measureSpeed = (start: () => Promise<Side>, runMs: number): Promise<Speed> =>
  withLoad(start, 0, async ({ side, publishers }) => {
    const [begin, cpuBefore] = [performance.now(), side.cpuS()];
    await streamFor(publishers, runMs);
    await publishers.end();
    const confirmed = recordsIn(publishers.confirmed);
    let stored = await side.stored(publishers.confirmed);
    const until = performance.now() + 4 * runMs;
    while (stored < confirmed && performance.now() < until) {
      await pause(100);
      stored = await side.stored(publishers.confirmed);
    }
    const seconds = (performance.now() - begin) / 1_000;
    return { storedPerS: stored / seconds, cpuUsPerRecord: ((side.cpuS() - cpuBefore) / stored) * 1e6, peakMb: side.peakMb() };
  });

/** Records that were confirmed and that no database has after the broker was killed in the middle of the stream and came back. */
const measureKill = (start: () => Promise<Side>, runMs: number, paceMs: number): Promise<Kill> =>
  withLoad(start, paceMs, async ({ side, publishers }) => {
    await streamFor(publishers, runMs);
    await side.killBroker();
    await publishers.end();
    await side.settle();
    const confirmed = recordsIn(publishers.confirmed);
    return { confirmed, lost: confirmed - (await side.stored(publishers.confirmed)) };
  });

interface Found {
  readonly speed: Speed;
  readonly kill: Kill;
  /** Only in a full run. */
  readonly paced: Kill | undefined;
}

async function measure(start: () => Promise<Side>, isQuick: boolean): Promise<Found> {
  return {
    speed: await measureSpeed(start, isQuick ? 1_500 : 15_000),
    kill: await measureKill(start, isQuick ? 700 : 5_000, 0),
    paced: isQuick ? undefined : await measureKill(start, 10_200, PACE_MS),
  };
}

const figuresOf = (name: string, { speed, kill, paced }: Found): Readonly<Record<string, number>> => ({
  [`${name}_stored_per_s`]: Math.round(speed.storedPerS),
  [`${name}_cpu_us_per_record`]: round(speed.cpuUsPerRecord),
  [`${name}_peak_mb`]: round(speed.peakMb),
  [`${name}_confirmed`]: kill.confirmed,
  [`${name}_lost`]: kill.lost,
  ...(paced && { [`${name}_confirmed_paced`]: paced.confirmed, [`${name}_lost_paced`]: paced.lost }),
});

function missingPeer(): string | undefined {
  if (MOSQUITTO === undefined) return 'mosquitto is not installed: nothing to compare with (apt-get install mosquitto)';
  return influxdVersion() === undefined ? 'influxd is not installed: nothing to compare with (apt-get install influxdb)' : undefined;
}

async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const ours = await measure(startOurSide, isQuick);
  const missing = missingPeer();
  const peer = missing === undefined ? await measure(startMosquittoSide, isQuick) : undefined;
  const figures = {
    ...figuresOf('ours', ours),
    ...(peer && {
      ...figuresOf('mosquitto', peer),
      stored_per_s_x: round(ours.speed.storedPerS / peer.speed.storedPerS),
      memory_ratio: round(ours.speed.peakMb / peer.speed.peakMb),
    }),
  };
  const row = (name: string, { speed, kill, paced }: Found): string[] => [
    name,
    ...[Math.round(speed.storedPerS), round(speed.cpuUsPerRecord), round(speed.peakMb)].map(String),
    ...[kill, paced].map((one) => (one === undefined ? '' : `${one.lost} of ${one.confirmed}`)),
  ];
  const head = ['', 'stored/s', 'CPU us/record', 'peak MB', 'lost after kill -9, full speed', 'lost after kill -9, 8,000/s'];
  const rows = [head, row('hub', ours), ...(peer ? [row('mosquitto + subscriber + influxd', peer)] : [])];
  const absent = [
    ...(missing === undefined ? [] : [missing]),
    ...(isQuick ? ['the kill at 8,000 records/s: only a full run measures it'] : []),
  ];
  const title = `${NODES} nodes, batches of 200, QoS 1; lost: confirmed to the node by PUBACK and in no database`;
  const aims = AIMS.filter(({ figure }) => !isQuick || figure !== 'ours_lost_paced');
  return { figures, aims, tables: [{ title, rows }], absent };
}

await runBench('peers', ({ quick }) => bench(quick));
