import type { AggregateQuery, BucketKind } from '../../../broker/src/ports/series-store.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const STEP: Partial<Record<BucketKind, number>> = { minute: MINUTE, fiveMinutes: 5 * MINUTE, quarterHour: 15 * MINUTE };

interface Local {
  readonly date: string;
  readonly weekday: string;
  readonly hour: number;
  readonly minute: number;
}

const clocks = new Map<string, (at: number) => Local>();

/** The local clock as Intl writes it: plain and shared with nothing of the store; remembers each minute it was asked for. */
function localClock(timeZone: string): (at: number) => Local {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const ask = createLocalClock(timeZone);
  const minutes = new Map<number, Local>();
  const made = (at: number): Local => {
    const minute = floor(at, MINUTE);
    const local = minutes.get(minute) ?? ask(minute);
    minutes.set(minute, local);
    return local;
  };
  clocks.set(timeZone, made);
  return made;
}

function createLocalClock(timeZone: string): (at: number) => Local {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      date: `${part.year}-${part.month}-${part.day}`,
      weekday: part.weekday ?? '',
      hour: Number(part.hour),
      minute: Number(part.minute),
    };
  };
}

/** A bucket of the model: where it starts and ends, and the fixed steps of time inside it that count. */
export interface ModelBucket {
  readonly start: number;
  readonly end: number;
  readonly pieces: { from: number; to: number }[];
}

/** Buckets found by walking the time step by step and asking the local clock for a label at each step. */
export function modelBuckets(query: AggregateQuery): readonly ModelBucket[] {
  const local = localClock(query.timeZone);
  const coarse = query.timeZone === 'Europe/Amsterdam' ? HOUR : 15 * MINUTE;
  const step = query.open === undefined ? (STEP[query.bucket] ?? coarse) : MINUTE;
  const found = new Map<string, ModelBucket>();
  if (query.bucket === 'hourOfWeek') {
    DAYS.forEach((day, d) => {
      for (let hour = 0; hour < 24; hour += 1) {
        const start = (d * 24 + hour) * HOUR;
        found.set(`${day} ${hour}`, { start, end: start + HOUR, pieces: [] });
      }
    });
  }
  for (let from = floor(query.from, step); from < query.to; from += step) {
    const label = labelOf(query.bucket, local(from), from);
    const bucket =
      found.get(label) ?? edgesOf({ label, bucket: query.bucket, step: Math.min(coarse, STEP[query.bucket] ?? coarse) }, from, local);
    found.set(label, bucket);
    if (isOpen(query, local(from))) addPiece(bucket.pieces, Math.max(from, query.from), Math.min(from + step, query.to));
  }
  return [...found.values()];
}

/** Neighbours within an hour are one piece: a duration is counted once an hour, as it is stored. */
function addPiece(pieces: ModelBucket['pieces'], from: number, to: number): void {
  const last = pieces.at(-1);
  if (last !== undefined && last.to === from && floor(last.from, HOUR) === floor(from, HOUR)) last.to = to;
  else pieces.push({ from, to });
}

const floor = (value: number, step: number): number => Math.floor(value / step) * step;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function labelOf(bucket: BucketKind, local: Local, at: number): string {
  const step = STEP[bucket];
  if (step !== undefined) return String(floor(at, step));
  if (bucket === 'hour') return String(floor(at, HOUR));
  if (bucket === 'hourOfWeek') return `${local.weekday} ${local.hour}`;
  if (bucket === 'day') return local.date;
  if (bucket === 'month') return local.date.slice(0, 7);
  if (bucket === 'year') return local.date.slice(0, 4);
  if (bucket === 'quarter') return `${local.date.slice(0, 4)} Q${Math.ceil(Number(local.date.slice(5, 7)) / 3)}`;
  return isoWeekOf(local.date);
}

/** ISO 8601: the week belongs to the year of its Thursday. */
function isoWeekOf(date: string): string {
  const day = new Date(`${date}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const firstOfYear = Date.UTC(day.getUTCFullYear(), 0, 1);
  return `${day.getUTCFullYear()}-W${Math.ceil(((day.getTime() - firstOfYear) / 86_400_000 + 1) / 7)}`;
}

interface Wanted {
  readonly label: string;
  readonly bucket: BucketKind;
  readonly step: number;
}

function edgesOf({ label, bucket, step }: Wanted, at: number, local: (at: number) => Local): ModelBucket {
  let start = floor(at, step);
  while (labelOf(bucket, local(start - step), start - step) === label) start -= step;
  let end = start + step;
  while (labelOf(bucket, local(end), end) === label) end += step;
  return { start, end, pieces: [] };
}

function isOpen({ open }: AggregateQuery, local: Local): boolean {
  if (open === undefined) return true;
  if (open.closedDates.includes(local.date)) return false;
  const minute = local.hour * 60 + local.minute;
  return (open.week[DAYS.indexOf(local.weekday)] ?? []).some((window) => minute >= window.fromMin && minute < window.toMin);
}
