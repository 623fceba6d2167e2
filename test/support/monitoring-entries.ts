import type { EntryBody, Stream } from '@kringwijzer/contract';

const DAY_MS = 86_400_000;
const STREAMS: readonly Stream[] = ['textile', 'bicycles', 'furniture', 'electricals', 'building', 'other'];

/** Registers of a year: monthly sales, outcomes and tickets, weekly repairs, people, a survey. */
export function entriesOf(year: number, chance: () => number): readonly EntryBody[] {
  const entries: EntryBody[] = [];
  const base = (at: number, source: string, method: EntryBody['method'] = 'administration') => ({ from: at, to: at, source, method });
  for (let month = 0; month < 12; month += 1) {
    // The first moment of a local month is the last evening of the month before in UTC.
    const at = Date.UTC(year, month, 1) - (month >= 3 && month <= 9 ? 2 : 1) * 3_600_000;
    for (const stream of STREAMS) {
      const pieces = 100 + Math.floor(chance() * 400);
      entries.push({
        kind: 'sale',
        ...base(at, 'kassa'),
        stream,
        pieces,
        massG: pieces * 2_100,
        cents: pieces * 455,
        customers: Math.floor(pieces / 3),
      });
      for (const outcome of ['resold', 'repaired', 'refurbished', 'repurposed', 'recycled', 'residual'] as const)
        entries.push({
          kind: 'outcome',
          ...base(at, 'sorteerlijst', 'weighed'),
          outcome,
          stream,
          pieces: Math.floor(chance() * 60),
          massG: Math.floor(chance() * (outcome === 'resold' ? 900_000 : 260_000)),
        });
      entries.push({ kind: 'count', ...base(at, 'telling', 'counted'), what: 'pieces_in', stream, count: Math.floor(chance() * 700) });
    }
    entries.push({
      kind: 'weighbridge',
      ...base(at, 'afvalbedrijf', 'weighed'),
      direction: 'out',
      stream: 'other',
      massG: Math.floor(chance() * 3_000_000),
      ticket: `W-${year}-${month}`,
    });
    entries.push({
      kind: 'weighing',
      ...base(at, 'magazijn', 'weighed'),
      direction: 'in',
      stream: 'building',
      massG: Math.floor(chance() * 500_000),
      uncertaintyG: 1_000,
    });
    entries.push({ kind: 'count', ...base(at, 'open dag', 'counted'), what: 'visits', count: Math.floor(chance() * 90) });
    entries.push({ kind: 'people', ...base(at, 'school', 'counted'), group: 'pupils', persons: 20 + Math.floor(chance() * 60) });
    for (let repair = 0; repair < 14; repair += 1) entries.push(repairOf(at + repair * DAY_MS, chance));
  }
  return [...entries, ...peopleOf(year)];
}

function peopleOf(year: number): readonly EntryBody[] {
  const entries: EntryBody[] = [];
  const at = Date.UTC(year, 9, 3);
  const start = Date.UTC(year, 0, 15);
  const until = Date.UTC(year, 11, 31);
  const standing = { from: start, to: until, source: 'personeelszaken', method: 'administration' } as const;
  entries.push({ kind: 'people', ...standing, group: 'paid_staff', persons: 14, fte: 9.4 });
  entries.push({ kind: 'people', ...standing, group: 'volunteers', persons: 46 });
  entries.push({ kind: 'people', ...standing, from: Date.UTC(year, 6, 1), group: 'volunteers', persons: 52 });
  entries.push({ kind: 'people', ...standing, source: 'repair café', group: 'volunteers', persons: 17 });
  entries.push({ kind: 'people', ...standing, group: 'target_group', persons: 31 });
  entries.push({ kind: 'people', ...standing, group: 'learn_work_places', persons: 7, fte: 4 });
  entries.push({
    kind: 'survey',
    from: at,
    to: at,
    source: 'enquête',
    method: 'survey',
    veryHappy: 88,
    happy: 61,
    unhappy: 12,
    veryUnhappy: 4,
  });
  return entries;
}

function repairOf(at: number, chance: () => number): EntryBody {
  const dice = chance();
  const status = dice < 0.66 ? 'fixed' : dice < 0.8 ? 'repairable' : dice < 0.95 ? 'end_of_life' : 'unknown';
  const product = ['Koffiezetapparaat', 'Fiets', 'Lamp', 'Stofzuiger'][Math.floor(chance() * 4)] ?? 'Lamp';
  const stream: Stream = product === 'Fiets' ? 'bicycles' : 'electricals';
  const rest = { problem: 'doet het niet', country: 'NLD', stream, source: 'Repair Café De Kring', method: 'administration' } as const;
  return { kind: 'repair', from: at, to: at, product, status, ...rest, ...(status === 'end_of_life' && { barrier: 'too_worn' as const }) };
}
