/** Days as content files name them, Monday first. */
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Day = (typeof DAYS)[number];

/** Opening times of a week, `HH:MM` local time; null is closed. */
export type Hours = Readonly<Record<Day, { readonly from: string; readonly to: string } | null>>;

/** Open or closed now, and when that changes: `HH:MM`, and in how many days it opens. */
export type Opening =
  | { readonly open: true; readonly until: string }
  | { readonly open: false; readonly next: { readonly from: string; readonly inDays: number } | undefined };

const DAY_MS = 86_400_000;

interface LocalMoment {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly day: Day;
  /** `HH:MM`. */
  readonly time: string;
}

/** The local day and time of a moment in an IANA zone. */
function localMoment(atMs: number, timeZone: string): LocalMoment {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const day = DAYS.find((name) => name === part['weekday']?.slice(0, 3).toLowerCase()) ?? 'mon';
  return { date: `${part['year']}-${part['month']}-${part['day']}`, day, time: `${part['hour']}:${part['minute']}` };
}

/** The local day of a moment in an IANA zone, as `YYYY-MM-DD`. */
export const localDay = (atMs: number, timeZone: string): string => localMoment(atMs, timeZone).date;

/** Open or closed at a moment, by the week's hours and the dates on which the centre is closed. Looks a fortnight ahead. */
export function openingAt(atMs: number, timeZone: string, hours: Hours, closedDates: readonly string[] = []): Opening {
  const now = localMoment(atMs, timeZone);
  const hoursOf = (moment: LocalMoment): Hours[Day] => (closedDates.includes(moment.date) ? null : hours[moment.day]);
  const today = hoursOf(now);
  if (today !== null && now.time >= today.from && now.time < today.to) return { open: true, until: today.to };
  if (today !== null && now.time < today.from) return { open: false, next: { from: today.from, inDays: 0 } };
  for (let inDays = 1; inDays <= 14; inDays += 1) {
    const there = hoursOf(localMoment(atMs + inDays * DAY_MS, timeZone));
    if (there !== null) return { open: false, next: { from: there.from, inDays } };
  }
  return { open: false, next: undefined };
}
