import { type AlarmChannel, type AlarmKind, type AlarmLanguage, DAY_MS, MINUTE_MS, SECOND_MS } from '@kringwijzer/contract';
import { digestNotice, type Notice, type NoticeItem, type NoticePlace, singleNotice } from './notice.ts';

/** A way to a reader; `target` names one of several browsers. */
export interface Way {
  readonly channel: AlarmChannel | 'webhook';
  readonly target: string;
}

/** Somebody (or a program) that is told things. */
export interface Reader {
  readonly name: string;
  readonly language: AlarmLanguage;
  readonly ways: readonly Way[];
  readonly kinds: readonly AlarmKind[];
  readonly ended: boolean;
  readonly escalations: boolean;
  /** True when this reader is not to be disturbed now. */
  readonly isQuiet: boolean;
  readonly urgentAlways: boolean;
  /** A program takes everything at once and needs no digest. */
  readonly isProgram: boolean;
}

interface Queue {
  readonly items: readonly NoticeItem[];
  readonly firstAt: number;
  /** When messages went out to this reader in the last quarter of an hour. */
  readonly sentAt: readonly number[];
}

/** One message on its way; sent again until it is taken. */
export interface Delivery {
  readonly id: string;
  readonly reader: string;
  readonly way: Way;
  readonly notice: Notice;
  readonly attempt: number;
  readonly nextAt: number;
  readonly createdAt: number;
}

/** What is still to be told. Plain JSON; kept in one piece with the alarms, so that neither runs ahead of the other. */
export interface Outbox {
  readonly nextId: number;
  readonly queues: Readonly<Record<string, Queue>>;
  readonly deliveries: readonly Delivery[];
  /** Messages given up: refused for good, too old, or too many. */
  readonly givenUp: number;
}

export const EMPTY_OUTBOX: Outbox = { nextId: 1, queues: {}, deliveries: [], givenUp: 0 };

const WINDOW_MS = 15 * MINUTE_MS;
/** Messages one reader gets apart in a quarter of an hour; everything over it comes in one digest. */
const BURST = 3;
/** What is urgent never waits longer than this for a digest. */
const URGENT_GAP_MS = MINUTE_MS;
/** A queue nobody may read yet holds no more than this; the oldest that is over goes first. */
const QUEUE_MAX = 200;
const DELIVERIES_MAX = 1_000;
const FIRST_RETRY_MS = 10 * SECOND_MS;
const LAST_RETRY_MS = 30 * MINUTE_MS;
const GIVE_UP_MS = 2 * DAY_MS;

const wants = (reader: Reader, { type, kind }: NoticeItem): boolean =>
  reader.ways.length > 0 &&
  reader.kinds.includes(kind) &&
  (type === 'ended' ? reader.ended : type === 'escalated' ? reader.escalations : true);

/** Puts what happened into the queue of everybody who wants to know. */
export function enqueue(outbox: Outbox, items: readonly NoticeItem[], readers: readonly Reader[], atMs: number): Outbox {
  const queues = { ...outbox.queues };
  for (const reader of readers) {
    const wanted = items.filter((item) => wants(reader, item));
    if (wanted.length === 0) continue;
    const known = queues[reader.name] ?? { items: [], firstAt: atMs, sentAt: [] };
    const firstAt = known.items.length === 0 ? atMs : known.firstAt;
    queues[reader.name] = { ...known, firstAt, items: [...known.items, ...wanted].slice(-QUEUE_MAX) };
  }
  return { ...outbox, queues };
}

/** Makes messages of the queues whose time has come. `gatherMs` is how long a queue waits for more that belongs together. */
export function flush(
  outbox: Outbox,
  readers: readonly Reader[],
  options: { readonly atMs: number; readonly gatherMs: number; readonly place: Omit<NoticePlace, 'language'> },
): Outbox {
  const { atMs } = options;
  const queues: Record<string, Queue> = {};
  const deliveries = [...outbox.deliveries];
  let { nextId } = outbox;
  for (const [name, queue] of Object.entries(outbox.queues)) {
    const reader = readers.find((one) => one.name === name);
    if (reader === undefined || reader.ways.length === 0) continue;
    const sentAt = queue.sentAt.filter((at) => atMs - at < WINDOW_MS);
    const turn = atMs - queue.firstAt < options.gatherMs ? NOTHING : due({ ...queue, sentAt }, reader, atMs);
    const place = { ...options.place, language: reader.language };
    const notices = noticesOf(turn, reader, place);
    for (const notice of notices) {
      for (const way of reader.ways) {
        deliveries.push({ id: `n${nextId++}`, reader: name, way, notice, attempt: 0, nextAt: atMs, createdAt: atMs });
      }
    }
    const items = queue.items.filter((item) => !turn.taken.includes(item));
    const sent = [...sentAt, ...notices.map(() => atMs)];
    if (items.length > 0 || sent.length > 0) queues[name] = { items, firstAt: queue.firstAt, sentAt: sent };
  }
  const over = Math.max(0, deliveries.length - DELIVERIES_MAX);
  return { nextId, queues, deliveries: deliveries.slice(over), givenUp: outbox.givenUp + over };
}

interface Turn {
  readonly taken: readonly NoticeItem[];
  readonly as: 'singles' | 'digest';
}
const NOTHING: Turn = { taken: [], as: 'singles' };

const isUrgent = ({ level, type }: NoticeItem): boolean => level === 'urgent' && type !== 'ended';

/** What of a queue may go now, and in one message or several. */
function due({ items, sentAt }: Queue, reader: Reader, atMs: number): Turn {
  const taken = reader.isQuiet ? (reader.urgentAlways ? items.filter(isUrgent) : []) : items;
  if (taken.length === 0) return NOTHING;
  if (reader.isProgram) return { taken, as: 'digest' };
  const left = BURST - sentAt.length;
  if (collapse(taken).length <= left) return { taken, as: 'singles' };
  const lastAt = sentAt.at(-1) ?? Number.NEGATIVE_INFINITY;
  const mayGo = left > 0 || (taken.some(isUrgent) && atMs - lastAt >= URGENT_GAP_MS);
  return mayGo ? { taken, as: 'digest' } : NOTHING;
}

function noticesOf({ taken, as }: Turn, { isProgram }: Reader, place: NoticePlace): readonly Notice[] {
  if (taken.length === 0) return [];
  if (isProgram) return [digestNotice(taken, place)];
  const items = collapse(taken);
  return as === 'singles' ? items.map((item) => singleNotice(item, place)) : [digestNotice(items, place)];
}

/** An alarm that began and ended in the same queue is one thing: nobody needs to act on it any more. */
function collapse(items: readonly NoticeItem[]): readonly NoticeItem[] {
  const last = new Map<string, NoticeItem>();
  for (const item of items) {
    const before = last.get(item.alarm);
    const isPassed = item.type === 'ended' && before !== undefined && before.type !== 'ended';
    last.delete(item.alarm);
    last.set(item.alarm, isPassed && before.type === 'raised' ? { ...item, type: 'passed' } : item);
  }
  return [...last.values()];
}

/** A message was taken. */
export const delivered = (outbox: Outbox, id: string): Outbox => ({
  ...outbox,
  deliveries: outbox.deliveries.filter((one) => one.id !== id),
});

/** A message was not taken: it waits longer each time, and is given up when it never can be or after two days. */
export function undelivered(
  outbox: Outbox,
  id: string,
  failure: { readonly mayRetry: boolean; readonly atMs: number; readonly random: number },
): Outbox {
  const one = outbox.deliveries.find((delivery) => delivery.id === id);
  if (one === undefined) return outbox;
  const { mayRetry, atMs, random } = failure;
  if (!mayRetry || atMs - one.createdAt >= GIVE_UP_MS) return { ...delivered(outbox, id), givenUp: outbox.givenUp + 1 };
  const nextAt = atMs + retryMs(one.attempt, random);
  const later = { ...one, attempt: one.attempt + 1, nextAt };
  return { ...outbox, deliveries: outbox.deliveries.map((delivery) => (delivery.id === id ? later : delivery)) };
}

/** Wait before the next attempt in ms: 10 s doubling to 30 minutes, less up to a quarter by `random` (0..1). */
export function retryMs(attempt: number, random: number): number {
  const full = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 20));
  return Math.round(full * (1 - random / 4));
}
