import type { IPoint } from 'influx';
import { addRun, type SeqRun } from '../../core/seq-runs.ts';
import type { Received } from '../../ports/series-store.ts';
import { EVENT, RECEIVED } from './influx-lines.ts';
import { type InfluxLink, nanosOf, quoteName } from './influx-link.ts';
import { KEPT_POLICY } from './influx-options.ts';

/** What arrived of a boot. */
export interface InfluxBoot {
  readonly site: string;
  readonly node: string;
  readonly boot: string;
  runs: readonly SeqRun[];
}

/** An event kept with an untrusted time: where it lies, so that it can be replaced. */
export interface UnsyncedEvent {
  readonly record: string;
  readonly receivedAt: number;
}

/** Which sequence numbers of which boot were stored, and which of them wait for a trusted time. */
export class InfluxReceived {
  unsynced = new Map<string, UnsyncedEvent>();
  private readonly boots = new Map<string, InfluxBoot>();
  private readonly link: InfluxLink;

  constructor(link: InfluxLink) {
    this.link = link;
  }

  async load(): Promise<void> {
    const kept = quoteName(KEPT_POLICY);
    for (const { tags, rows } of await this.link.query(`SELECT runs FROM ${kept}.${quoteName(RECEIVED)} GROUP BY site, node, boot`)) {
      const { site = '', node = '', boot = '' } = tags;
      const row = rows.at(-1);
      if (row !== undefined) this.rowFor(site, node, boot).runs = JSON.parse(String(row.runs)) as SeqRun[];
    }
    for (const { rows } of await this.link.query(
      `SELECT id, record, received_at FROM ${kept}.${quoteName(EVENT)} WHERE clock = 'unsynced'`,
    )) {
      for (const { id, record, received_at } of rows)
        this.unsynced.set(String(id), { record: String(record), receivedAt: Number(received_at) });
    }
  }

  rowFor(site: string, node: string, boot: string): InfluxBoot {
    const name = `${site}/${node}/${boot}`;
    const row = this.boots.get(name) ?? { site, node, boot, runs: [] };
    this.boots.set(name, row);
    return row;
  }

  received(node?: string): readonly Received[] {
    return [...this.boots.values()]
      .filter((row) => row.runs.length > 0 && (node === undefined || row.node === node))
      .map(({ node, boot, runs }) => ({ node, boot, runs }));
  }
}

/** The runs of a boot with some numbers joined in. */
export const joinSeqs = (runs: readonly SeqRun[], seqs: readonly number[]): readonly SeqRun[] =>
  seqs.reduce((all, seq) => addRun(all, { from: seq, to: seq }), runs);

/** One point a boot, overwritten as it grows. */
export const receivedPoint = ({ site, node, boot }: InfluxBoot, runs: readonly SeqRun[]): IPoint => ({
  measurement: RECEIVED,
  tags: { site, node, boot },
  fields: { runs: JSON.stringify(runs) },
  timestamp: nanosOf(1),
});
