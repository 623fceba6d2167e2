import { type EntryBody, type EntryKind, type EntryOf, type JournalEntry, SMALLEST_GROUP } from '@kringwijzer/contract';
import type { FactSheet } from './fact-sheet.ts';
import { holds, overlaps, type Period } from './period.ts';

type Adder<K extends EntryKind> = (sheet: FactSheet, body: EntryOf<K>, note: string) => void;

/** Groups that are there at a moment: the latest line of each source holds. The others are added up. */
const STANDING: ReadonlySet<string> = new Set(['paid_staff', 'target_group', 'learn_work_places', 'volunteers', 'day_care']);

const ADDERS: { readonly [K in EntryKind]?: Adder<K> } = {
  weighing: (sheet, { direction, massG, stream, uncertaintyG = 0 }, note) => {
    sheet.add(`weighing_${direction}.mass_g`, { value: massG, stream, random2: uncertaintyG ** 2, note });
  },
  weighbridge: (sheet, { direction, massG, stream }) => {
    sheet.add(`weighbridge_${direction}.mass_g`, { value: massG, stream });
  },
  count: (sheet, { what, count, stream }, note) => {
    if (what === 'visits') sheet.addOnly('visit.manual', { value: count, note });
    else sheet.add(what === 'pieces_in' ? 'count_in.pieces' : 'count_out.pieces', { value: count, stream, note });
  },
  sale: (sheet, { pieces, massG, cents, customers, stream }) => {
    sheet.add('sale.pieces', { value: pieces, stream });
    sheet.add('sale.cents', { value: cents, stream });
    if (massG !== undefined) sheet.add('sale.mass_g', { value: massG, stream });
    if (customers !== undefined) sheet.addOnly('sale.customers', { value: customers });
  },
  outcome: (sheet, { outcome, pieces, massG, stream }, note) => {
    sheet.add(`outcome.${outcome}.mass_g`, { value: massG, stream, note });
    if (pieces !== undefined) sheet.add(`outcome.${outcome}.pieces`, { value: pieces, stream, note });
  },
  repair: (sheet, { status, stream, massG }) => {
    sheet.add(`repair.${status}.n`, { value: 1, stream });
    if (massG !== undefined && status === 'fixed') sheet.add('repair.fixed.mass_g', { value: massG, stream });
  },
  survey: (sheet, { veryHappy, happy, unhappy, veryUnhappy }, note) => {
    const faces = { very_happy: veryHappy, happy, unhappy, very_unhappy: veryUnhappy };
    for (const [face, value] of Object.entries(faces)) sheet.addOnly(`opinion.${face}`, { value, note });
  },
};

/**
 * Adds the lines of the journal that count in the period: those that start in it. Groups of people that are there at a moment
 * count when their time and the period meet, with the latest line of each source.
 */
export function addEntries(sheet: FactSheet, entries: readonly JournalEntry[], period: Period): void {
  for (const entry of entries) {
    if (!holds(period, entry.body.from)) continue;
    const add = ADDERS[entry.body.kind] as ((sheet: FactSheet, body: EntryBody, note: string) => void) | undefined;
    add?.(sheet, entry.body, entry.body.method === 'estimated' ? 'estimated' : 'manual');
  }
  addPeople(sheet, peopleIn(entries, period));
}

/** The lines about people that hold in the period. */
export function peopleIn(
  entries: readonly JournalEntry[],
  period: Period,
): readonly (JournalEntry & { readonly body: EntryOf<'people'> })[] {
  const latest = new Map<string, JournalEntry & { readonly body: EntryOf<'people'> }>();
  for (const entry of entries) {
    const { body } = entry;
    if (body.kind !== 'people') continue;
    const standing = STANDING.has(body.group);
    if (standing ? !overlaps(period, body.from, body.to) : !holds(period, body.from)) continue;
    const key = standing ? `${body.group}/${body.source}` : `${entry.id}`;
    const known = latest.get(key);
    if (known === undefined || known.body.from <= body.from) latest.set(key, { ...entry, body });
  }
  return [...latest.values()];
}

function addPeople(sheet: FactSheet, entries: ReturnType<typeof peopleIn>): void {
  const groups = new Set<string>();
  for (const { body } of entries) {
    groups.add(body.group);
    sheet.addOnly(`people.${body.group}.persons`, { value: body.persons, note: 'manual' });
    if (body.fte !== undefined) sheet.addOnly(`people.${body.group}.fte`, { value: body.fte, note: 'manual' });
  }
  for (const group of groups) {
    const persons = sheet.value(`people.${group}.persons`) ?? 0;
    if (persons === 0 || persons >= SMALLEST_GROUP) continue;
    sheet.hide(`people.${group}.persons`);
    sheet.hide(`people.${group}.fte`);
  }
}
