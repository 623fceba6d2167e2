import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CSRF_HEADER } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { freePort } from './free-port.ts';
import { KwProcess } from './kw-process.ts';
import { doubledDeposits, receivedRuns } from './store-audit.ts';

const NODE_ID = 'poort-1';
const POLL_MS = 20;

/** What is held against each other at the end of a run. */
export interface ChaosCounts {
  /** Records the node's journal says it committed. */
  readonly committed: number;
  /** Of these, still waiting in its spool. */
  readonly waiting: number;
  /** Records the hub has. */
  readonly stored: number;
  /** Committed, neither stored nor waiting. */
  readonly lost: number;
  /** Stored records that no journal knows: invented or doubled under another key. */
  readonly unknown: number;
  /** Deposit events in the store minus their distinct keys, plus kilograms counted more than once in the sums. */
  readonly doubled: number;
}

/** Hub and node as real processes on one machine, the simulator at speed, and the means to kill them. */
export class ChaosRig {
  readonly #folder: string;
  readonly #ports: { readonly http: number; readonly mqtt: number };
  readonly #speed: number;
  readonly #startedAt = Date.now();
  hub: KwProcess | undefined;
  node: KwProcess | undefined;

  private constructor(folder: string, ports: { readonly http: number; readonly mqtt: number }, speed: number) {
    this.#folder = folder;
    this.#ports = ports;
    this.#speed = speed;
  }

  /** Starts hub and node and enrols the node as an installer would. `speed` is times real time. */
  static async start(options: { readonly speed: number }): Promise<ChaosRig> {
    const folder = await mkdtemp(join(tmpdir(), 'kw-chaos-'));
    const rig = new ChaosRig(folder, { http: await freePort(), mqtt: await freePort() }, options.speed);
    try {
      await rig.#enrol(await rig.startHub());
      await rig.startNode();
      return rig;
    } catch (error) {
      await rig.stop();
      throw error;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ports.http}`;
  }

  /** Starts the hub; gives the administrator's invite at its first start. */
  async startHub(): Promise<string | undefined> {
    const args = ['hub', '--data', join(this.#folder, 'hub'), '--port', String(this.#ports.http), '--mqtt-port', String(this.#ports.mqtt)];
    const { process, ready } = await KwProcess.start(args, { KW_LOG_LEVEL: 'error' });
    this.hub = process;
    return typeof ready['adminInvite'] === 'string' ? ready['adminInvite'].split('/').pop() : undefined;
  }

  /** Starts the node on simulated hardware; its time goes on where the world's has come to. */
  async startNode(): Promise<void> {
    const worldMs = this.#startedAt - 40 * 86_400_000 + (Date.now() - this.#startedAt) * this.#speed;
    const args = ['node', '--simulate', '--speed', String(this.#speed), '--from', new Date(worldMs).toISOString()];
    this.node = (await KwProcess.start(args, this.#nodeEnv())).process;
  }

  /** Starts the node without devices: it only brings what it still holds. */
  async startDrainingNode(): Promise<void> {
    this.node = (await KwProcess.start(['node'], this.#nodeEnv())).process;
  }

  /** Makes a backup of the hub's folder in a process of its own, as an operator would; throws when it is not sound. */
  async backup(): Promise<void> {
    const made = await KwProcess.run(['backup', '--data', join(this.#folder, 'hub'), '--keep', '2']);
    if (made.code !== 0) throw new Error(`backup: ${made.err}`);
  }

  async end(which: 'hub' | 'node', signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await this[which]?.end(signal);
    this[which] = undefined;
  }

  /** Resolves when the node has committed `records` more, or after `mostMs`. */
  async progress(records: number, mostMs: number): Promise<void> {
    const goal = this.journalCount() + records;
    const until = Date.now() + mostMs;
    while (this.journalCount() < goal && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }

  journalCount(): number {
    return this.#read('node/spool.db', (db) => db.prepare<[], number>('SELECT count(*) FROM journal').pluck().get() ?? 0);
  }

  waitingCount(): number {
    return this.#read('node/spool.db', (db) => db.prepare<[], number>('SELECT count(*) FROM record').pluck().get() ?? 0);
  }

  /** Holds the node's journal against the hub's store. Both must stand still. */
  counts(): ChaosCounts {
    const journal = this.#read('node/spool.db', (db) => keysOf(db, "SELECT boot || '/' || seq FROM journal"));
    const waiting = this.#read('node/spool.db', (db) =>
      keysOf(db, "SELECT boot.boot || '/' || seq FROM record JOIN boot ON boot.id = record.boot"),
    );
    return this.#read('hub/store.db', (db) => {
      const stored = new Set(receivedRuns(db).flatMap(({ boot, from, to }) => keysOfRun(boot, from, to)));
      return {
        committed: journal.size,
        waiting: waiting.size,
        stored: stored.size,
        lost: [...journal].filter((key) => !stored.has(key) && !waiting.has(key)).length,
        unknown: [...stored].filter((key) => !journal.has(key)).length,
        doubled: doubledDeposits(db),
      };
    });
  }

  async stop(): Promise<void> {
    await this.end('node', 'SIGKILL');
    await this.end('hub', 'SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }

  #nodeEnv(): Record<string, string> {
    return {
      KW_NODE: NODE_ID,
      KW_NODE_DATA_DIR: join(this.#folder, 'node'),
      KW_SPOOL_JOURNAL: 'true',
      KW_DELIVERY_DRAIN_JITTER_MS: '0',
      KW_DELIVERY_DRAIN_RECORDS_PER_S: '20000',
      KW_DELIVERY_ACK_TIMEOUT_MS: '2000',
      KW_LOG_LEVEL: 'error',
    };
  }

  async #enrol(invite: string | undefined): Promise<void> {
    const call = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${this.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return {
        body: (await answer.json()) as Record<string, string>,
        cookie: answer.headers
          .getSetCookie()
          .map((text) => text.split(';', 1)[0])
          .join('; '),
      };
    };
    const me = await call('/invites/accept', { invite, name: 'Chaos', password: 'een lang wachtwoord' });
    const { body } = await call('/enrol-codes', { node: NODE_ID }, { cookie: me.cookie, [CSRF_HEADER]: String(me.body['csrf']) });
    const enrolled = await KwProcess.run([
      'enrol',
      '--hub',
      this.url,
      '--code',
      String(body['code']),
      '--node',
      NODE_ID,
      '--data',
      join(this.#folder, 'node'),
    ]);
    if (enrolled.code !== 0) throw new Error(enrolled.err);
  }

  #read<T>(file: string, read: (db: Database.Database) => T): T {
    const db = new Database(join(this.#folder, file), { readonly: true });
    try {
      return read(db);
    } finally {
      db.close();
    }
  }
}

const keysOfRun = (boot: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${boot}/${from + index}`);

const keysOf = (db: Database.Database, sql: string): Set<string> => new Set(db.prepare<[], string>(sql).pluck().all());
