import type { Batch, Deposit, EntryBody, KwRecord, NodeMeta, Stream } from '@kringwijzer/contract';
import { entriesOf } from './monitoring-entries.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Zone of the site of these tests. */
export const ZONE = 'Europe/Amsterdam';
export const NODE = 'poort';

const localText = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' });

/** `2025-03-30 14:05:00` on the clock of the site. */
export const localOf = (at: number): string => localText.format(at);

/** A record with the trust in its time. */
export interface SiteRecord {
  readonly record: KwRecord;
  readonly clock: Batch['clock'];
  /** True when it arrives only after the figures were first asked for. */
  readonly late: boolean;
}

/** A year of a site, as raw as it can be: what a test counts by itself. */
export interface SiteYear {
  readonly records: readonly SiteRecord[];
  /** Passages in of each door by minute, from `from` on. */
  readonly minutes: { readonly from: number; readonly doors: Readonly<Record<string, Uint8Array>> };
  readonly opinions: readonly { readonly at: number; readonly face: string; readonly burst: 'yes' | 'no'; readonly count: number }[];
  readonly said: readonly { readonly at: number; readonly stream: Stream; readonly massG: number }[];
  readonly entries: readonly EntryBody[];
}

export const SITE_META: NodeMeta = {
  contract: 1,
  name: 'Poort',
  version: '1',
  simulated: true,
  devices: [
    { kind: 'scale', id: 'vloer', name: 'Vloerweegschaal', role: 'intake', capacityG: 300_000, divisionG: 100, cells: 4 },
    {
      kind: 'scale',
      id: 'bak',
      name: 'Container',
      role: 'container',
      stream: 'furniture',
      capacityG: 5_000_000,
      divisionG: 1_000,
      cells: 4,
    },
    { kind: 'door', id: 'deur-winkel', name: 'Deur winkel' },
    { kind: 'door', id: 'deur-werf', name: 'Deur werf', correction: 1.05 },
    { kind: 'tool', id: 'zaag', name: 'Zaag' },
  ],
};

/** A generator of chances 0..1, the same for the same seed. */
function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const STREAMS: readonly Stream[] = ['textile', 'bicycles', 'furniture', 'electricals', 'building', 'other'];

/** Makes the year `year`, from a day before it begins to a day after it ends, so that its edges are tested. */
export function makeSiteYear(year: number, seed = 7): SiteYear {
  const chance = chances(seed);
  const from = Date.UTC(year, 0, 1) - DAY_MS;
  const to = Date.UTC(year + 1, 0, 1) + DAY_MS;
  const records: SiteRecord[] = [];
  const put = (record: KwRecord): void => {
    const dice = chance();
    records.push({ record, clock: dice < 0.01 ? 'unsynced' : dice < 0.05 ? 'restamped' : 'synced', late: dice > 0.97 });
  };
  for (let day = from; day < to; day += DAY_MS) giftsOf(day, chance, put);
  for (let day = from; day < to; day += 17 * DAY_MS) {
    const at = day + 15 * 3_600_000;
    put({ kind: 'emptying', device: 'bak', ...weighing(at, Math.round(1_200_000 + chance() * 600_000), 4_000), swapped: chance() < 0.5 });
  }
  for (let day = from; day < to; day += DAY_MS) {
    const at = day + Math.round((9 + chance() * 5) * 3_600_000);
    put({ kind: 'session', device: 'zaag', at, toAt: at + Math.round(chance() * 7_200_000), ended: 'stopped' });
  }
  for (const month of [2, 8]) {
    const at = Date.UTC(year, month, 12, 11, 0, 30);
    const counted = 180 + month;
    records.push({
      clock: 'synced',
      late: false,
      record: { kind: 'door_correction', device: 'deur-winkel', at, by: 'Ans', counted, manual: 200, factor: 200 / counted },
    });
  }
  return {
    records,
    minutes: passages(from, to, chance),
    opinions: opinions(from, to, chance),
    said: said(from, to, chance),
    entries: entriesOf(year, chance),
  };
}

function weighing(at: number, massG: number, uncertaintyG: number): Omit<Deposit, 'kind' | 'device' | 'stream'> {
  return { at, massG, uncertaintyG, confidence: 0.95, fromAt: at - 20_000, beforeG: 0, afterG: massG };
}

function giftsOf(day: number, chance: () => number, put: (record: KwRecord) => void): void {
  const season = 1 + 0.4 * Math.sin((day / DAY_MS / 365) * 2 * Math.PI - 1);
  const sunday = new Date(day).getUTCDay() === 0;
  const gifts = sunday ? 2 : Math.round((18 + chance() * 14) * season);
  for (let gift = 0; gift < gifts; gift += 1) {
    // All round the clock, so that the edges of local days, months and the clock change are hit.
    const at = day + Math.floor(chance() * DAY_MS);
    const massG = 500 + Math.floor(chance() ** 3 * 60_000);
    const stream = chance() < 0.5 ? STREAMS[Math.floor(chance() * STREAMS.length)] : undefined;
    put({
      kind: 'deposit',
      device: 'vloer',
      ...weighing(at, massG, 90 + Math.floor(massG / 400)),
      ...(stream !== undefined && { stream }),
    });
    // The same goods on their way into the container: they must not count twice.
    if (chance() < 0.3) put({ kind: 'deposit', device: 'bak', ...weighing(at + 600_000, massG, 2_000) });
  }
}

function passages(from: number, to: number, chance: () => number): SiteYear['minutes'] {
  const count = (to - from) / MINUTE_MS;
  const door = (busy: number): Uint8Array =>
    Uint8Array.from({ length: count }, (_, minute) => {
      const hour = Math.floor(minute / 60) % 24;
      return hour < 8 || hour > 16 ? 0 : Math.floor(chance() * chance() * busy);
    });
  return { from, doors: { 'deur-winkel': door(5), 'deur-werf': door(3) } };
}

const FACES = ['very_happy', 'happy', 'unhappy', 'very_unhappy'] as const;

function opinions(from: number, to: number, chance: () => number): SiteYear['opinions'] {
  const found: { at: number; face: string; burst: 'yes' | 'no'; count: number }[] = [];
  for (let at = from + 10 * 3_600_000; at < to; at += DAY_MS)
    for (const [index, face] of FACES.entries()) {
      found.push({ at, face, burst: 'no', count: Math.floor(chance() * (12 - 3 * index)) });
      if (chance() < 0.05) found.push({ at, face, burst: 'yes', count: 40 });
    }
  return found;
}

function said(from: number, to: number, chance: () => number): SiteYear['said'] {
  const found: { at: number; stream: Stream; massG: number }[] = [];
  for (let at = from + 12 * 3_600_000; at < to; at += DAY_MS)
    found.push({ at, stream: STREAMS[Math.floor(chance() * STREAMS.length)] ?? 'other', massG: Math.floor(chance() * 40_000) });
  return found;
}
