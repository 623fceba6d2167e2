import type { ImpactFactor, PublicStreamEvents, StaffStreamEvents } from '@kringwijzer/contract';
import type { LiveChange, LiveModel } from '../../core/live-model.ts';
import { publicDepositOf } from '../../core/public-figures.ts';

/** Who looks on: staff see everything, the public sees public figures only. */
export type Audience = 'staff' | 'public';

/** Somebody who looks on. `write` takes finished text of the event stream, `end` closes it when the hub stops. */
export interface Onlooker {
  write(frame: string): void;
  end(): void;
}

export interface LiveStream {
  push(changes: readonly LiveChange[]): void;
  /** Sends what was missed since `lastEventId`, or a snapshot, and everything after it. Returns the way out. */
  join(audience: Audience, onlooker: Onlooker, lastEventId?: string): () => void;
  onlookers(): number;
  /** Ends every stream. */
  stop(): void;
}

export interface LiveStreamOptions {
  readonly live: LiveModel;
  readonly factor: ImpactFactor;
  readonly nowMs: () => number;
  /** Marks the ids of this start of the hub, so that ids of an earlier one are not mistaken for ours. */
  readonly boot: string;
}

// Design section 5: at most four states a second; the first goes out at once, the last one wins.
const COALESCE_MS = 250;
const SUMMARY_MS = 1_000;
const RING = 2_000;
const TICK_MS = 1_000;

/** Text of one server-sent event (HTML standard, section 9.2). JSON holds no line breaks. */
const frameOf = (id: string, event: string, data: unknown): string => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Fans live changes out to all onlookers: each event is written once as text and sent to many. */
export function createLiveStream(options: LiveStreamOptions): LiveStream {
  const { live, factor, nowMs, boot } = options;
  const staff = createChannel<StaffStreamEvents>(boot);
  const open = createChannel<PublicStreamEvents>(boot);
  let lastSummary = '';
  const sendSummary = (): void => {
    if (open.size() === 0) return;
    const summary = live.summary(nowMs(), factor);
    const { at: _, totals, ...rest } = summary;
    const text = JSON.stringify([rest, { ...totals, at: 0 }]);
    if (text !== lastSummary) open.send('summary', summary);
    lastSummary = text;
  };
  let lastTotals = '';
  const sendTotals = (): void => {
    const totals = live.totals(nowMs());
    const text = JSON.stringify({ ...totals, at: 0 });
    if (text !== lastTotals) staff.send('totals', totals);
    lastTotals = text;
  };
  const throttle = createThrottle();
  const tell = (change: LiveChange): void => {
    if (change.type === 'deposit') {
      staff.send('deposit', change.value);
      const shown = publicDepositOf(change.value, nowMs());
      if (shown) open.send('deposit', shown);
    } else if (change.type === 'device') {
      throttle(`device/${change.value.node}/${change.value.meta.id}`, COALESCE_MS, () => staff.send('device', change.value));
    } else if (change.type === 'node') {
      throttle(`node/${change.value.node}`, COALESCE_MS, () => staff.send('node', change.value));
    } else if (change.type === 'alarms') {
      throttle('alarms', COALESCE_MS, () => staff.send('alarms', change.value));
    } else {
      throttle('totals', COALESCE_MS, sendTotals);
    }
  };
  // Local midnight starts a new day of totals although nothing came in.
  const tick = setInterval(() => {
    sendTotals();
    sendSummary();
  }, TICK_MS);
  return {
    push: (changes) => {
      for (const change of changes) tell(change);
      if (changes.length > 0) throttle('summary', SUMMARY_MS, sendSummary);
    },
    join: (audience, onlooker, lastEventId) =>
      audience === 'staff'
        ? staff.join(onlooker, lastEventId, () => ['snapshot', live.snapshot(nowMs())])
        : open.join(onlooker, lastEventId, () => ['summary', live.summary(nowMs(), factor)]),
    onlookers: () => staff.size() + open.size(),
    stop: () => {
      clearInterval(tick);
      throttle.stop();
      staff.end();
      open.end();
    },
  };
}

interface Channel<Events> {
  send<K extends keyof Events & string>(event: K, data: Events[K]): void;
  join(onlooker: Onlooker, lastEventId: string | undefined, first: () => readonly [string, unknown]): () => void;
  size(): number;
  end(): void;
}

function createChannel<Events>(boot: string): Channel<Events> {
  const onlookers = new Set<Onlooker>();
  const ring: string[] = [];
  let count = 0;
  /** Frames after the one with this id; undefined when they are no longer all here. */
  const missedSince = (lastEventId: string | undefined): readonly string[] | undefined => {
    const [ofBoot, number] = lastEventId?.split('.') ?? [];
    const seen = Number(number);
    if (ofBoot !== boot || !Number.isInteger(seen) || seen > count || count - seen > ring.length) return undefined;
    return seen === count ? [] : ring.slice(seen - count);
  };
  return {
    size: () => onlookers.size,
    end: () => onlookers.forEach((onlooker) => onlooker.end()),
    send: (event, data) => {
      count += 1;
      const frame = frameOf(`${boot}.${count}`, event, data);
      ring.push(frame);
      if (ring.length > RING) ring.shift();
      for (const onlooker of onlookers) onlooker.write(frame);
    },
    join: (onlooker, lastEventId, first) => {
      const missed = missedSince(lastEventId);
      onlooker.write(missed === undefined ? frameOf(`${boot}.${count}`, ...first()) : missed.join(''));
      onlookers.add(onlooker);
      return () => void onlookers.delete(onlooker);
    },
  };
}

/** Runs the first call at once and the last of those that follow too soon when its time has come. */
function createThrottle(): ((key: string, everyMs: number, run: () => void) => void) & { stop(): void } {
  const byKey = new Map<string, { at: number; timer?: NodeJS.Timeout | undefined; run?: () => void }>();
  const throttle = (key: string, everyMs: number, run: () => void): void => {
    const entry = byKey.get(key) ?? { at: Number.NEGATIVE_INFINITY };
    byKey.set(key, entry);
    const wait = entry.at + everyMs - performance.now();
    if (entry.timer === undefined && wait <= 0) {
      entry.at = performance.now();
      run();
      return;
    }
    entry.run = run;
    entry.timer ??= setTimeout(() => {
      entry.timer = undefined;
      entry.at = performance.now();
      entry.run?.();
    }, wait);
  };
  const stop = (): void => byKey.forEach((entry) => clearTimeout(entry.timer));
  return Object.assign(throttle, { stop });
}
