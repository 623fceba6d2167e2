import { setTimeout } from 'node:timers/promises';
import { isKwError, KwError } from '@kringwijzer/contract';
import { escape, InfluxDB, type IPoint } from 'influx';
import { type InfluxOptions, KEPT_POLICY, LINES_PER_REQUEST } from './influx-options.ts';

/** A row of an answer: its columns by name. */
type InfluxRow = Readonly<Record<string, string | number | null>>;

/** The rows of one series of an answer, with the tags it was grouped by. */
export interface InfluxRows {
  readonly tags: Readonly<Record<string, string>>;
  readonly rows: readonly InfluxRow[];
}

interface RawAnswer {
  readonly results: readonly {
    readonly series?: readonly { tags?: Record<string, string>; columns: string[]; values?: (string | number | null)[][] }[];
    readonly error?: string;
  }[];
}

const FIRST_WAIT_MS = 100;

/** Talks to the servers: batches, tries again with growing pauses, and turns their failures into ours. */
export class InfluxLink {
  readonly database: string;
  private readonly client: InfluxDB;
  private readonly retries: number;
  private readonly linesPerRequest: number;

  constructor({ hosts, database, username, password, retries, linesPerRequest = LINES_PER_REQUEST }: InfluxOptions) {
    this.database = database;
    this.linesPerRequest = linesPerRequest;
    this.retries = retries ?? 2;
    this.client = new InfluxDB({
      hosts: hosts.map(({ host, port, protocol = 'http', path = '' }) => ({ host, port, protocol, path })),
      database,
      username,
      password,
      pool: { requestTimeout: 30_000, maxRetries: Math.max(1, hosts.length) },
    });
  }

  /** Writes points with nanosecond times, at most a few thousand in a request. Throws KW_STORE_UNAVAILABLE. */
  async write(points: readonly IPoint[], retentionPolicy = KEPT_POLICY): Promise<void> {
    for (let i = 0; i < points.length; i += this.linesPerRequest) {
      // The client escapes tags and fields, but no measurement.
      const part = points
        .slice(i, i + this.linesPerRequest)
        .map((point) => ({ ...point, measurement: escape.measurement(point.measurement ?? '') }));
      await this.attempt(() => this.client.writePoints(part, { precision: 'n', database: this.database, retentionPolicy }));
    }
  }

  /** The series of a single SELECT; times come as RFC 3339 text with all their digits. Throws KW_STORE_UNAVAILABLE. */
  async query(q: string): Promise<readonly InfluxRows[]> {
    const answer = (await this.attempt(() => this.client.queryRaw(q, { database: this.database }))) as RawAnswer;
    const [result] = answer.results;
    if (result?.error !== undefined) throw unavailable(result.error);
    return (result?.series ?? []).map(({ tags = {}, columns, values = [] }) => ({
      tags,
      rows: values.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]))),
    }));
  }

  /** Runs a DELETE, the one statement of a mirror that clusters may not share. Throws KW_STORE_UNAVAILABLE. */
  async remove(q: string): Promise<void> {
    const answer = (await this.attempt(() => this.client.queryRaw(q, { database: this.database, method: 'POST' }))) as RawAnswer;
    const fault = answer.results.find(({ error }) => error !== undefined)?.error;
    if (fault !== undefined) throw unavailable(fault, true);
  }

  /** Makes the database and its two retention policies; needs an administrator and a 1.x server. */
  async setUp(rawDuration: string): Promise<void> {
    await this.attempt(async () => {
      const { client, database } = this;
      if (!(await client.getDatabaseNames()).includes(database)) await client.createDatabase(database);
      const known = new Set((await client.showRetentionPolicies(database)).map(({ name }) => name));
      const policies = [
        { name: 'kw_raw', duration: rawDuration, isDefault: true },
        { name: KEPT_POLICY, duration: 'INF', isDefault: false },
      ];
      for (const { name, ...policy } of policies) {
        const options = { ...policy, database, replication: 1 };
        if (known.has(name)) await client.alterRetentionPolicy(name, options);
        else await client.createRetentionPolicy(name, options);
      }
    });
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    for (let tried = 0; ; tried += 1) {
      try {
        return await work();
      } catch (error) {
        if (tried >= this.retries || isRefusal(error)) throw unavailable(error, isRefusal(error));
        await setTimeout(FIRST_WAIT_MS * 2 ** tried);
      }
    }
  }
}

/** A name as InfluxQL wants it. */
export const quoteName = (name: string): string => escape.quoted(name);

/** A text as InfluxQL wants it. */
export const quoteText = (text: string): string => escape.stringLit(text);

/** Nanoseconds of a time in ms, as text: they do not fit a number. */
export const nanosOf = (atMs: number, offsetNs = 0): string => (BigInt(atMs) * 1_000_000n + BigInt(offsetNs)).toString();

/** Nanoseconds of a time as influxd writes it, as text. */
export function nanosIn(time: string): string {
  const [, seconds = '', fraction = ''] = /^(.*?)(?:\.(\d{1,9}))?Z$/u.exec(time) ?? [];
  return (BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))).toString();
}

/** Epoch ms of a time as influxd writes it. */
export const msOf = (time: string | number | null): number => Date.parse(String(time).replace(/(\.\d{3})\d+Z$/u, '$1Z'));

/** True when the server was there and said no: asking again changes nothing. */
export const isRefused = (error: unknown): boolean => isKwError(error) && error.details['refused'] === true;

/** Wrong rights and wrong requests stay wrong however often they are sent. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof Error && 'res' in error ? (error.res as { statusCode?: number }).statusCode : undefined;
  return status !== undefined && status >= 400 && status < 500;
}

/** The client's own errors hold the whole request with its password: only their words go on. */
function unavailable(error: unknown, refused = false): KwError {
  const words = (error instanceof Error ? error.message : String(error)).trim().slice(0, 300);
  return new KwError('KW_STORE_UNAVAILABLE', { reason: `InfluxDB: ${words || 'no server answers'}`, refused });
}
