import { type ImpactFactor, type JournalEntry, KwError } from '@kringwijzer/contract';
import type { StoredEvent } from '../ports/series-store.ts';
import { peopleIn } from './core/collect-entries.ts';
import { counts, type DoorStretch, inflowOf } from './core/collect-sensors.ts';
import type { FactSheet } from './core/fact-sheet.ts';
import { DISPLACEMENT, STREAM_FACTORS } from './core/impact-factors.ts';
import { formulaOf, indicatorOf, resultOf } from './core/indicator-result.ts';
import type { Indicator } from './core/indicator-table.ts';
import { holds, type Period } from './core/period.ts';
import { allEvents, type FiguresDeps, linesOf } from './figures.ts';

/** Where one fact of a figure comes from. */
export interface FactOrigin {
  readonly fact: string;
  readonly value: number | undefined;
  readonly uncertainty: number;
  readonly records: number;
  /** The first records behind it; `records` says how many there are. */
  readonly events: readonly EventOrigin[];
  readonly lines: readonly JournalEntry[];
  readonly doors: readonly (DoorStretch & { readonly counted: number })[];
  readonly parts: readonly { readonly label: string; readonly value: number }[];
}

/** A stored record as an origin shows it. */
export interface EventOrigin {
  readonly id: string;
  readonly at: number;
  readonly device: string;
  readonly massG?: number;
  readonly uncertaintyG?: number;
  readonly counts: boolean;
  readonly clock: string;
}

/** How a figure was made, down to its records. */
export interface Origin {
  readonly indicator: Indicator;
  readonly result: ReturnType<typeof resultOf>;
  readonly facts: readonly FactOrigin[];
  readonly factors?: { readonly simple: ImpactFactor; readonly streams: typeof STREAM_FACTORS; readonly displacement: number };
}

const SHOWN = 200;

interface OriginDeps extends FiguresDeps {
  readonly sheet: (period: Period) => Promise<FactSheet>;
}

/** The origin of an indicator in a period. Throws KW_INDICATOR_UNKNOWN. */
export async function originOf(deps: OriginDeps, id: string, period: Period): Promise<Origin> {
  const indicator = indicatorOf(id);
  if (indicator === undefined) throw new KwError('KW_INDICATOR_UNKNOWN', { id });
  const sheet = await deps.sheet(period);
  const result = resultOf(indicator, sheet);
  const isImpact = id.startsWith('co2_');
  // The impact is made of other facts: those are its records.
  const names = isImpact ? impactNames(deps.impact, sheet) : formulaOf(indicator).names;
  const facts: FactOrigin[] = [];
  for (const name of result.hidden ? [] : names) facts.push(await factOrigin(deps, sheet, name, period));
  const factors = { simple: deps.impact, streams: STREAM_FACTORS, displacement: DISPLACEMENT };
  return { indicator, result, facts, ...(isImpact && { factors }) };
}

function impactNames(impact: ImpactFactor, sheet: FactSheet): readonly string[] {
  const reused = ['resold', 'repaired', 'refurbished', 'repurposed'].map((outcome) => `outcome.${outcome}.mass_g`);
  const known = reused.some((name) => sheet.value(name) !== undefined);
  return impact.basis === 'collected' || !known ? ['deposit.mass_g', 'weighing_in.mass_g'] : reused;
}

async function factOrigin(deps: OriginDeps, sheet: FactSheet, fact: string, period: Period): Promise<FactOrigin> {
  const none = { events: [], lines: [], doors: [], parts: [] };
  const base = { fact, value: sheet.value(fact), uncertainty: sheet.uncertainty(fact), records: sheet.count(fact), ...none };
  const [head = ''] = fact.split('.', 1);
  switch (head) {
    case 'deposit':
      return { ...base, events: await depositsOf(deps, period) };
    case 'emptying':
      return { ...base, events: (await allEvents(deps.reader, 'emptying', period)).slice(0, SHOWN).map(eventOrigin) };
    case 'tool':
      return { ...base, events: (await allEvents(deps.reader, 'session', period)).slice(0, SHOWN).map(eventOrigin) };
    case 'visit':
      return fact === 'visit.counted' ? { ...base, doors: await doorsOf(deps, period) } : { ...base, lines: linesFor(deps, fact, period) };
    case 'opinion':
      return { ...base, lines: linesFor(deps, fact, period), parts: await kioskParts(deps, fact, period) };
    case 'measured':
      return { ...base, parts: (await deps.reader.measured(period)).map(({ key, n, expected }) => ({ label: key, value: n / expected })) };
    default:
      return { ...base, lines: linesFor(deps, fact, period) };
  }
}

async function depositsOf({ reader, inflowRole }: OriginDeps, period: Period): Promise<readonly EventOrigin[]> {
  const inflow = inflowOf(await reader.sensors(), inflowRole);
  const shown: EventOrigin[] = [];
  for await (const page of reader.events('deposit', period)) {
    for (const event of page) {
      if (!inflow.has(`${event.node}/${event.record.device}`)) continue;
      if (shown.length >= SHOWN) return shown;
      shown.push(eventOrigin(event));
    }
  }
  return shown;
}

function eventOrigin(event: StoredEvent): EventOrigin {
  const { record } = event;
  const mass = 'massG' in record ? { massG: record.massG, uncertaintyG: record.uncertaintyG } : {};
  return { id: event.id, at: record.at, device: `${event.node}/${record.device}`, counts: counts(event), clock: event.clock, ...mass };
}

async function doorsOf({ reader }: OriginDeps, period: Period): Promise<FactOrigin['doors']> {
  const doors = (await reader.sensors()).filter(({ kind }) => kind === 'door');
  const found: (DoorStretch & { counted: number })[] = [];
  for (const stretch of await reader.stretches(doors, period)) {
    if (stretch.to <= stretch.from) continue;
    const [node = '', device = ''] = stretch.key.split('/');
    const match = { measurement: 'door_passages', field: 'count', tags: { node, device, direction: 'in' } };
    const sums = await reader.sums({ from: stretch.from, to: stretch.to }, match, 'device');
    found.push({ ...stretch, counted: sums.get(device) ?? 0 });
  }
  return found;
}

async function kioskParts({ reader }: OriginDeps, fact: string, period: Period): Promise<FactOrigin['parts']> {
  const face = fact.slice('opinion.'.length);
  const match = { measurement: 'kiosk_opinion', field: 'count', tags: { burst: 'no', face } };
  return [...(await reader.sums(period, match, 'kiosk'))].map(([label, value]) => ({ label, value }));
}

/** The lines of the journal that a fact is made of. */
function linesFor({ journal }: OriginDeps, fact: string, period: Period): readonly JournalEntry[] {
  const lines = linesOf(journal, period);
  const [head = '', second = ''] = fact.split('.');
  if (head === 'people') return peopleIn(lines, period).filter(({ body }) => body.group === second);
  const fits = LINE_OF[head];
  return fits === undefined ? [] : lines.filter(({ body }) => holds(period, body.from) && fits(body, second)).slice(0, SHOWN);
}

type Fits = (body: JournalEntry['body'], second: string) => boolean;
const moves =
  (kind: 'weighing' | 'weighbridge', direction: 'in' | 'out'): Fits =>
  (body) =>
    body.kind === kind && body.direction === direction;

const LINE_OF: Readonly<Record<string, Fits>> = {
  weighing_in: moves('weighing', 'in'),
  weighing_out: moves('weighing', 'out'),
  weighbridge_in: moves('weighbridge', 'in'),
  weighbridge_out: moves('weighbridge', 'out'),
  count_in: (body) => body.kind === 'count' && body.what === 'pieces_in',
  count_out: (body) => body.kind === 'count' && body.what === 'pieces_out',
  visit: (body) => body.kind === 'count' && body.what === 'visits',
  sale: (body) => body.kind === 'sale',
  outcome: (body, second) => body.kind === 'outcome' && body.outcome === second,
  repair: (body, second) => body.kind === 'repair' && body.status === second,
  opinion: (body) => body.kind === 'survey',
};
