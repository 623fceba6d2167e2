import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PACKAGED_PROGRAMS, type PackagedSeen, type Scenario } from '../plan.ts';
import { freeBeams, playMoves } from './play-moves.ts';
import type { SimChip } from './sim-chip.ts';

const PROGRAM = `${PACKAGED_PROGRAMS}/cli/bin/kringwijzer.js`;
/** The disk of the guest is its memory, and gone with it. */
const DATA = '/packaged';
const CONFIG_FILE = '/packaged.yaml';
/** Nothing listens there: the node keeps what it records. */
const CONFIG = ({ lineA, lineB, chip, backend }: Scenario['driver']): string => `
schemaVersion: 1
site: kringloop
node: yard
dataDir: ${DATA}
hub: { url: 'mqtt://127.0.0.1:9' }
devices:
  - { kind: door, id: entrance, name: Ingang, driver: { type: gpio, backend: ${backend}, chip: ${chip}, lineA: ${lineA}, lineB: ${lineB} } }
`;

/** True when the package of the node is in this guest. */
export const hasPackagedNode = (): boolean => existsSync(PROGRAM);

/** Runs the node of the package as it is installed, walks through its beams, stops it, and reads from its spool what it recorded. */
export async function playPackaged(chip: SimChip, { driver, moves, levelMs }: Scenario): Promise<PackagedSeen> {
  freeBeams(chip, driver);
  writeFileSync(CONFIG_FILE, CONFIG(driver));
  const child = spawn(process.execPath, ['--no-opt', '--single-threaded-gc', PROGRAM, 'node', '--config', CONFIG_FILE], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const opened = new Promise<void>((resolve) => {
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      if (said.includes('light beams opened')) resolve();
    });
  });
  const closed = once(child, 'close');
  await Promise.race([opened, closed]);
  await playMoves(chip, driver, { moves, levelMs });
  child.kill('SIGTERM');
  const [code] = (await closed) as [number | null];
  return { code, via: /"via":"([^"]*)"/u.exec(said)?.[1], said: code === 0 ? '' : said.slice(-600), ...recorded() };
}

interface Database {
  readonly prepare: (sql: string) => { pluck(): { get(): number | null } };
}

/** Sums of the records of passages in the node's spool, read with the package's own SQLite. */
function recorded(): { readonly in: number; readonly out: number } {
  const load = createRequire(`${PACKAGED_PROGRAMS}/cli/package.json`);
  const Spool = load('better-sqlite3') as new (path: string) => Database;
  const db = new Spool(`${DATA}/spool.db`);
  const sum = (field: string): number =>
    db.prepare(`SELECT sum(json ->> '$.${field}') FROM record WHERE json ->> '$.kind' = 'passages'`).pluck().get() ?? 0;
  return { in: sum('in'), out: sum('out') };
}
