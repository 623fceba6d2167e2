import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createToolBoard, linkPty } from '@kringwijzer/hardware/emulator';
import { frameOf } from '../../firmware-bridge/testing/board-text.ts';
import { startAedes } from '../../firmware-bridge/testing/broker.ts';
import { createPty, hasSocat, type Pty } from '../../firmware-bridge/testing/pty.ts';
import { StandInHub } from '../../firmware-bridge/testing/stand-in-hub.ts';
import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'rss_peak_mb', op: '<=', goal: 80 },
  { figure: 'cpu_percent', op: '<=', goal: 5 },
  { figure: 'lost', op: '<=', goal: 0 },
];

const CHILD = fileURLToPath(new URL('./node/loaded-node.mjs', import.meta.url));
/** As the unit file starts a node: a small young generation, and no optimising compiler for a process that is idle 99 % of its time. */
const FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=64', '--no-opt', '--single-threaded-gc'];
const TICKS_PER_S = 100;
const SAMPLE_MS = 100;
const SETTLE_S = 8;

interface Sample {
  readonly cpuS: number;
  readonly rssMb: number;
}

/** CPU seconds and resident memory of a process, from /proc (clock ticks are 1/100 s on every Linux Node.js runs on). */
function look(pid: number): Sample {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rss = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S, rssMb: Number(rss) / 1_024 };
}

const seconds = (s: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, s * 1_000));

/** Watches a node for `lengthS` after it has settled. */
async function watch(pid: number, lengthS: number): Promise<{ cpuPercent: number; rssMb: number; peakMb: number }> {
  await seconds(SETTLE_S);
  const first = look(pid);
  const begun = performance.now();
  let peakMb = first.rssMb;
  let last = first;
  while (performance.now() - begun < lengthS * 1_000) {
    await seconds(1);
    last = look(pid);
    peakMb = Math.max(peakMb, last.rssMb);
  }
  const tookS = (performance.now() - begun) / 1_000;
  return { cpuPercent: ((last.cpuS - first.cpuS) / tookS) * 100, rssMb: last.rssMb, peakMb };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** A board with four amplifiers at 10 samples a second, on a real terminal. Each carries a load with a little noise and a step each 40 s. */
function playBoard(pty: Pty): () => void {
  let seq = 0;
  const begun = performance.now();
  const timer = setInterval(() => {
    const loadG = Math.floor(seq / 400) * 4_000;
    const raw = [1, 2, 3, 4].map((channel) => 200_000 + 5 * loadG + ((seq * 7 * channel) % 61) - 30);
    if (seq % 600 === 0) pty.write(frameOf('H,kw-scale,1.0.0,1,0000BEEF,4,A128'));
    pty.write(frameOf(`S,${seq % 65_536},${Math.round(performance.now() - begun)},${raw.join(',')}`));
    seq += 1;
  }, SAMPLE_MS);
  return () => clearInterval(timer);
}

/** The real Firmata firmware behind a real terminal, with a machine that runs on each clamp and a contact that opens and closes. */
async function playTools(): Promise<{ readonly path: string; readonly stop: () => Promise<void> }> {
  const board = createToolBoard();
  const link = await linkPty(board.uart);
  for (const channel of [0, 1, 2, 3]) board.setAnalog(channel, (atMs) => 2.5 + 0.4 * Math.SQRT2 * Math.sin((2 * Math.PI * atMs) / 20));
  board.start();
  let isClosed = false;
  const timer = setInterval(() => {
    isClosed = !isClosed;
    for (const pin of [4, 5, 6, 7]) board.setDigital(pin, isClosed);
  }, 10_000);
  return {
    path: link.path,
    stop: async () => {
      clearInterval(timer);
      board.stop();
      await link.close();
    },
  };
}

/** A node as it is installed (built, without a loader) with 4 scales at 10 samples a second, 4 doors and 8 tools, on a real broker. */
async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-node-'));
  const broker = await startAedes();
  const hub = await StandInHub.start({ url: broker.url, site: 'bench' });
  const pty = hasSocat ? createPty() : undefined;
  await pty?.plug();
  const quiet = pty === undefined ? () => undefined : playBoard(pty);
  const tools = hasSocat ? await playTools() : undefined;
  const paths = pty === undefined || tools === undefined ? [] : [pty.path, tools.path];
  const child = spawn(process.execPath, [...FLAGS, CHILD, folder, broker.url, ...paths], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const { cpuPercent, rssMb, peakMb } = await watch(child.pid ?? 0, isQuick ? 25 : 120);
    const states = hub.heard.filter((one) => one.topic.endsWith('/state')).length;
    await stopped(child);
    const seqs = [...hub.stored.keys()].map((key) => Number(key.split('/')[2]));
    const lost = Math.max(-1, ...seqs) + 1 - seqs.length;
    const figures = {
      rss_mb: round(rssMb),
      rss_peak_mb: round(peakMb),
      cpu_percent: round(cpuPercent),
      records: seqs.length,
      states,
      lost,
    };
    const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
    return {
      figures,
      aims: AIMS,
      tables: [{ title: 'A node with 4 scales at 10/s, 4 doors, 8 tools', rows: [['figure', 'value'], ...rows] }],
    };
  } finally {
    await stopped(child);
    quiet();
    await pty?.stop();
    await tools?.stop();
    await hub.stop();
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

await runBench('node', ({ quick }) => bench(quick));
