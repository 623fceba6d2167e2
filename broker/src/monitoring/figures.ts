import { type ImpactFactor, type IndicatorResult, type JournalEntry, KwError, REGISTER_KINDS, type ScaleRole } from '@kringwijzer/contract';
import type { StoredEvent } from '../ports/series-store.ts';
import { addEntries } from './core/collect-entries.ts';
import { addImpact } from './core/collect-impact.ts';
import { addDeposits, addEmptyings, addSaidStreams, addVisits, inflowOf } from './core/collect-sensors.ts';
import { FactSheet } from './core/fact-sheet.ts';
import { resultsOf } from './core/indicator-result.ts';
import type { Period } from './core/period.ts';
import type { Journal } from './ports/journal.ts';
import type { SensorReader } from './sensor-reader.ts';

export interface FiguresDeps {
  readonly reader: SensorReader;
  readonly journal: Journal;
  readonly inflowRole: ScaleRole | undefined;
  readonly impact: ImpactFactor;
}

/** Figures of any period, made anew from the records each time. */
export interface Figures {
  sheet(period: Period): Promise<FactSheet>;
  results(period: Period): Promise<readonly IndicatorResult[]>;
}

/** Throws KW_QUERY_INVALID for a period that is none. */
export function checkPeriod({ from, to }: Period): void {
  if (!(to > from)) throw new KwError('KW_QUERY_INVALID', { reason: 'to is not after from' });
}

export function createFigures({ reader, journal, inflowRole, impact }: FiguresDeps): Figures {
  const sheet = async (period: Period): Promise<FactSheet> => {
    checkPeriod(period);
    const facts = new FactSheet();
    await addSensors(facts, { reader, inflowRole, period });
    addEntries(facts, linesOf(journal, period), period);
    addImpact(facts, impact);
    return facts;
  };
  return { sheet, results: async (period) => resultsOf(await sheet(period)) };
}

/** The lines of the journal that have to do with a period. */
export const linesOf = (journal: Journal, period: Period): readonly JournalEntry[] => journal.current({ kinds: REGISTER_KINDS, ...period });

interface SensorPart {
  readonly reader: SensorReader;
  readonly inflowRole: ScaleRole | undefined;
  readonly period: Period;
}

async function addSensors(facts: FactSheet, { reader, inflowRole, period }: SensorPart): Promise<void> {
  const sensors = await reader.sensors();
  const inflow = inflowOf(sensors, inflowRole);
  // A site that has the sensor and saw nothing has a zero; a site without it has no figure.
  if (inflow.size > 0) for (const name of ['deposit.mass_g', 'deposit.n']) facts.addOnly(name, { value: 0, n: 0 });
  if (inflow.size > 0) markLate(facts, 'deposit.mass_g', period, earliest(await reader.since('deposit'), [...inflow.keys()]));
  for await (const events of reader.events('deposit', period)) addDeposits(facts, events, inflow);
  addSaidStreams(facts, await reader.sums(period, { measurement: 'kiosk_stream', field: 'mass_g' }, 'stream'));
  if (sensors.some(({ role }) => role === 'container')) facts.addOnly('emptying.n', { value: 0, n: 0 });
  for await (const events of reader.events('emptying', period)) addEmptyings(facts, events);
  await addDoors(facts, reader, period);
  await addSeries(facts, reader, period);
}

async function addDoors(facts: FactSheet, reader: SensorReader, period: Period): Promise<void> {
  const doors = (await reader.sensors()).filter(({ kind }) => kind === 'door');
  const since = await reader.since('door_passages');
  for (const stretch of await reader.stretches(doors, period)) {
    if (stretch.to <= stretch.from) continue;
    const [node = '', device = ''] = stretch.key.split('/');
    const match = { measurement: 'door_passages', field: 'count', tags: { node, device, direction: 'in' } };
    const counted = await reader.sums({ from: stretch.from, to: stretch.to }, match, 'device');
    addVisits(facts, stretch, counted.get(device) ?? 0);
    markLate(facts, 'visit.counted', period, since.get(stretch.key));
  }
}

// A sensor may fall silent for a while at its start; a week later the figure is no longer about the whole period.
const LATE_MS = 7 * 86_400_000;

/** Notes that a sensor was not yet there when the period began: its figure is of a part of it. */
function markLate(facts: FactSheet, name: string, period: Period, sinceMs: number | undefined): void {
  if (sinceMs === undefined || sinceMs > period.from + LATE_MS) facts.addOnly(name, { value: 0, n: 0, note: 'sensor_later' });
}

const earliest = (since: ReadonlyMap<string, number>, keys: readonly string[]): number | undefined => {
  const known = keys.flatMap((key) => since.get(key) ?? []);
  return known.length === 0 ? undefined : Math.min(...known);
};

async function addSeries(facts: FactSheet, reader: SensorReader, period: Period): Promise<void> {
  for (const runS of (await reader.sums(period, { measurement: 'tool_use', field: 'run_s' }, 'device')).values())
    facts.addOnly('tool.run_s', { value: runS });
  const faces = await reader.sums(period, { measurement: 'kiosk_opinion', field: 'count', tags: { burst: 'no' } }, 'face');
  const kiosks = await reader.since('kiosk_opinion');
  for (const [face, count] of faces) {
    facts.addOnly(`opinion.${face}`, { value: count, n: count });
    markLate(facts, `opinion.${face}`, period, earliest(kiosks, [...kiosks.keys()]));
  }
  const measured = await reader.measured(period);
  const expected = measured.reduce((sum, share) => sum + share.expected, 0);
  if (expected > 0) facts.addOnly('measured.share', { value: measured.reduce((sum, { n }) => sum + n, 0) / expected, n: measured.length });
}

/** All events of one kind in a period, for origins. */
export async function allEvents(
  reader: SensorReader,
  kind: 'deposit' | 'emptying' | 'session',
  period: Period,
): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const page of reader.events(kind, period)) events.push(...page);
  return events;
}
