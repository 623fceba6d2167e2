import { loadavg } from 'node:os';
import { influxdVersion } from '../support/influxd.ts';
import { type BenchAim, type BenchOutcome, type BenchTable, runBench } from './bench-report.ts';
import { MOSQUITTO, startMosquittoSide } from './peers/mosquitto-side.ts';
import { startOurSide } from './peers/our-side.ts';
import { type Publishers, recordsIn, startPublishers } from './peers/publishers.ts';
import type { Side } from './peers/side.ts';
import { quantile } from './quantile.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'ours_lost', op: '<=', goal: 0 },
  { figure: 'ours_lost_paced', op: '<=', goal: 0 },
  { figure: 'ours_stored_per_s', op: '>=', goal: 10_000 },
  { figure: 'memory_ratio', op: '<=', goal: 1 },
  { figure: 'cpu_ratio', op: '<=', goal: 1 },
];
const NODES = 20;
/** A batch of 200 records a node each half second: 8,000 records a second in all, which both sides keep up with. */
const PACE_MS = 500;

/** Rounds of the stream at full speed, the sides in turns; the middle one counts. */
const [FULL_ROUNDS, QUICK_ROUNDS] = [3, 1];
const [FULL_MS, QUICK_MS] = [5_000, 1_500];
/** Most times the length of a round that a database may take for what it was given. */
const MOST_BEHIND = 3;

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
    const until = performance.now() + MOST_BEHIND * runMs;
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

interface Round extends Speed {
  /** Programs that want a processor, over the last minute. */
  readonly load: number;
}

interface Found {
  readonly name: string;
  readonly rounds: readonly Round[];
  readonly kill: Kill;
  /** Only in a full run. */
  readonly paced: Kill | undefined;
}

interface Contender {
  readonly name: string;
  readonly start: () => Promise<Side>;
}

const OURS: Contender = { name: 'hub', start: startOurSide };
const PEER: Contender = { name: 'mosquitto + subscriber + influxd', start: startMosquittoSide };

/** All rounds of all sides, in turns, so that a busy minute of the machine falls on everybody; then the kills. */
async function measure(sides: readonly Contender[], isQuick: boolean): Promise<readonly Found[]> {
  const rounds = new Map<Contender, Round[]>(sides.map((side) => [side, []]));
  for (let round = 0; round < (isQuick ? QUICK_ROUNDS : FULL_ROUNDS); round += 1) {
    for (const side of sides) {
      const speed = await measureSpeed(side.start, isQuick ? QUICK_MS : FULL_MS);
      rounds.get(side)?.push({ ...speed, load: loadavg()[0] ?? Number.NaN });
    }
  }
  const found: Found[] = [];
  for (const side of sides) {
    const kill = await measureKill(side.start, isQuick ? 700 : 3_000, 0);
    const paced = isQuick ? undefined : await measureKill(side.start, 8_200, PACE_MS);
    found.push({ name: side.name, rounds: rounds.get(side) ?? [], kill, paced });
  }
  return found;
}

const middle = ({ rounds }: Found, of: (round: Round) => number): number =>
  quantile(
    rounds.map(of).toSorted((left, right) => left - right),
    0.5,
  );

const figuresOf = (name: string, found: Found): Readonly<Record<string, number>> => ({
  [`${name}_stored_per_s`]: Math.round(middle(found, ({ storedPerS }) => storedPerS)),
  [`${name}_cpu_us_per_record`]: round(middle(found, ({ cpuUsPerRecord }) => cpuUsPerRecord)),
  [`${name}_peak_mb`]: round(middle(found, ({ peakMb }) => peakMb)),
  [`${name}_confirmed`]: found.kill.confirmed,
  [`${name}_lost`]: found.kill.lost,
  ...(found.paced && { [`${name}_confirmed_paced`]: found.paced.confirmed, [`${name}_lost_paced`]: found.paced.lost }),
});

const ratio = (ours: Found, peer: Found, of: (round: Round) => number): number => round(middle(ours, of) / middle(peer, of));

function missingPeer(): string | undefined {
  if (MOSQUITTO === undefined) return 'mosquitto is not installed: nothing to compare with (apt-get install mosquitto)';
  return influxdVersion() === undefined ? 'influxd is not installed: nothing to compare with (apt-get install influxdb)' : undefined;
}

async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const missing = missingPeer();
  const found = await measure(missing === undefined ? [OURS, PEER] : [OURS], isQuick);
  const [ours, peer] = found;
  if (ours === undefined) throw new Error('nothing was measured');
  const figures = {
    ...figuresOf('ours', ours),
    ...(peer && {
      ...figuresOf('mosquitto', peer),
      stored_per_s_x: ratio(ours, peer, ({ storedPerS }) => storedPerS),
      memory_ratio: ratio(ours, peer, ({ peakMb }) => peakMb),
      cpu_ratio: ratio(ours, peer, ({ cpuUsPerRecord }) => cpuUsPerRecord),
    }),
  };
  const absent = [
    ...(missing === undefined ? [] : [missing]),
    ...(isQuick ? ['the kill at 8,000 records/s and all rounds but one: only a full run has them'] : []),
  ];
  const aims = AIMS.filter(({ figure }) => !isQuick || figure !== 'ours_lost_paced');
  return { figures, aims, tables: [speedTable(found), killTable(found)], absent };
}

function speedTable(found: readonly Found[]): BenchTable {
  const line = (name: string, which: string, values: readonly number[]): string[] => [
    name,
    which,
    ...values.map((value) => String(round(value))),
  ];
  const rows = found.flatMap((one) => [
    ...one.rounds.map((each, index) =>
      line(one.name, String(index + 1), [Math.round(each.storedPerS), each.cpuUsPerRecord, each.peakMb, each.load]),
    ),
    line(one.name, 'middle', [
      Math.round(middle(one, ({ storedPerS }) => storedPerS)),
      middle(one, ({ cpuUsPerRecord }) => cpuUsPerRecord),
      middle(one, ({ peakMb }) => peakMb),
      middle(one, ({ load }) => load),
    ]),
  ]);
  const title = `${NODES} nodes, batches of 200, QoS 1, as fast as confirmations come; stored: in the database when the clock stops`;
  return { title, rows: [['', 'round', 'stored/s', 'CPU us/record', 'peak MB', 'load'], ...rows] };
}

function killTable(found: readonly Found[]): BenchTable {
  const rows = found.map(({ name, kill, paced }) => [
    name,
    ...[kill, paced].map((one) => (one === undefined ? '' : `${one.lost} of ${one.confirmed}`)),
  ]);
  const title = 'Lost after kill -9 of the broker: confirmed to the node by PUBACK and in no database';
  return { title, rows: [['', 'at full speed', 'at 8,000/s'], ...rows] };
}

await runBench('peers', ({ quick }) => bench(quick));
