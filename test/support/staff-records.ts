import type { ApiBucket, CareNote, EmptyingSummary, OutcomeEntry, Person, PersonSession, StoredRecord } from '@kringwijzer/contract';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const BOOT = '0123456789abcdef';

const stored = (seq: number, record: Readonly<Record<string, unknown>>): StoredRecord => ({
  node: 'yard',
  boot: BOOT,
  seq,
  clock: 'synced',
  receivedAt: Number(record['at']),
  record: { ...record },
});

/** Records of the given kinds, of one device or all, newest first, ending at `at` (epoch ms). */
export function staffRecords(at: number, kinds: readonly string[], device?: string): readonly StoredRecord[] {
  const all = [
    stored(9, { kind: 'fault', device: 'door-shop', at: at - HOUR_MS, code: 'KW_BEAM_BLOCKED', state: 'raised' }),
    stored(8, { kind: 'zero', device: 'floor', at: at - 5 * HOUR_MS, by: 'command', shiftG: 120, totalG: 300 }),
    stored(7, { kind: 'zero', device: 'floor', at: at - 6 * HOUR_MS, by: 'tracking', shiftG: 5, totalG: 180 }),
    stored(6, { kind: 'fault', device: 'floor', at: at - DAY_MS, code: 'KW_AMPLIFIER_STUCK', state: 'cleared' }),
    stored(5, { kind: 'emptying', device: 'box-textile', at: at - 3 * DAY_MS, massG: 1_812_000, swapped: true }),
    stored(4, { kind: 'calibration', device: 'floor', at: at - 9 * DAY_MS, by: 'Anwar', points: [{}, {}, {}], uncertaintyG: 82.4 }),
    stored(3, { kind: 'door_correction', device: 'door-yard', at: at - 12 * DAY_MS, by: 'Ans', counted: 92, manual: 100 }),
    stored(2, { kind: 'tool_learning', device: 'saw', at: at - 20 * DAY_MS, by: 'Ans', idleAmps: 0.62, runAmps: 4.3 }),
  ];
  return all.filter(({ record }) => kinds.includes(String(record['kind'])) && (device === undefined || record['device'] === device));
}

/** Emptyings in each state: one nobody spoke of, one confirmed with its ticket, one that was none. */
export function staffEmptyings(at: number): readonly EmptyingSummary[] {
  const one = (seq: number, more: Partial<EmptyingSummary>): EmptyingSummary => ({
    id: `yard/${BOOT}/${seq}`,
    node: 'yard',
    device: 'box-textile',
    at,
    massG: 1_812_000,
    uncertaintyG: 2_000,
    swapped: false,
    verdict: 'open',
    ...more,
  });
  const said = { by: 'Ans', saidAt: at - 2 * DAY_MS };
  return [
    one(30, { at: at - 40 * 60_000, device: 'box-furniture', massG: 2_940_000 }),
    one(5, {
      at: at - 3 * DAY_MS,
      verdict: 'confirmed',
      ...said,
      note: { partner: 'Kringloop Oost', rejectPercent: 5, ticket: { number: 'B-2026-117', netG: 1_790_000 } },
      weighbridge: { number: 'B-2026-117', netG: 1_790_000, differenceG: 22_000, differencePercent: 1.229 },
    }),
    one(4, { at: at - 5 * DAY_MS, massG: 212_000, verdict: 'denied', ...said }),
  ];
}

/** Browsers of one person. */
export function staffSessions(at: number): readonly PersonSession[] {
  const times = { startedAt: at - DAY_MS, expiresAt: at + DAY_MS };
  return [
    { id: 'a', device: 'Chrome, Android', how: 'password', seenAt: at, current: true, ...times },
    { id: 'b', device: 'Sorteertafel, Chrome, Android', how: 'pin', seenAt: at - 3 * HOUR_MS, current: false, ...times },
  ];
}

/** Members of staff: the one who looks, one at work, one switched off. */
export function staffPeople(at: number): readonly Person[] {
  const one = (name: string, more: Partial<Person>): Person => ({
    name,
    role: 'staff',
    language: 'nl',
    createdAt: at - 90 * DAY_MS,
    disabled: false,
    hasPin: true,
    sessions: [],
    ...more,
  });
  return [
    one('Anwar', { role: 'admin', sessions: [...staffSessions(at)] }),
    one('Olena', {}),
    one('Kees', { role: 'viewer', disabled: true }),
  ];
}

/** What was written at the sorting table. */
export function staffOutcomes(at: number): readonly OutcomeEntry[] {
  const one = (minutes: number, more: Pick<OutcomeEntry, 'outcome' | 'stream' | 'pieces' | 'massG'>): OutcomeEntry => ({
    client: `client-${minutes}`,
    at: at - minutes * 60_000,
    by: 'Olena',
    photo: false,
    undone: false,
    ...more,
  });
  return [
    one(2, { stream: 'textile', outcome: 'resold', pieces: 12 }),
    one(5, { stream: 'electricals', outcome: 'repaired', pieces: 1, massG: 3_450 }),
    one(9, { stream: 'building', outcome: 'recycled', massG: 24_000 }),
  ];
}

/** Maintenance of a device. */
export function staffNotes(at: number): readonly CareNote[] {
  return [
    { at: at - 2 * DAY_MS, by: 'Kees', what: 'replaced', text: 'Nieuwe cel linksvoor' },
    { at: at - 30 * DAY_MS, by: 'Olena', what: 'cleaned', text: '' },
  ];
}

/** Fourteen days of one inflow series, and of an outflow scale that must not count. */
export function staffBuckets(at: number, measurement: string): readonly ApiBucket[] {
  const midnight = Math.floor(at / DAY_MS) * DAY_MS;
  const series = (device: string): ApiBucket['series'] => ({
    measurement,
    field: 'mass_g',
    tags: { site: 'demo', node: 'yard', device },
    unit: 'g',
    kind: 'delta',
  });
  const day = (index: number, device: string, sum: number): ApiBucket => ({
    series: series(device),
    start: midnight - (13 - index) * DAY_MS,
    end: midnight - (12 - index) * DAY_MS,
    n: sum === 0 ? 0 : 40,
    values: sum === 0 ? {} : { sum },
    ...(measurement === 'door_passages' ? { completeness: index === 4 ? 0 : 0.98 } : {}),
  });
  const sums = [310, 402, 0, 288, 512, 467, 390, 421, 376, 0, 298, 505, 488, 412].map((kg) => kg * 1_000);
  return sums.flatMap((sum, index) => [day(index, 'floor', sum), day(index, 'box-textile', sum)]);
}
