import { type AlarmChannel, type AlarmMine, KwError } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import type { Counters } from '../core/counters.ts';
import { isGone } from './adapters/push-channel.ts';
import type { AlarmPeople } from './alarm-people.ts';
import type { Notice } from './core/notice.ts';
import { type Delivery, delivered, type Outbox, undelivered, type Way } from './core/outbox.ts';
import type { Channel } from './ports/channel.ts';

export interface DeliveryDeps {
  readonly channels: Readonly<Partial<Record<Way['channel'], Channel>>>;
  readonly people: AlarmPeople;
  readonly counters: Counters;
  readonly log: Logger;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly siteId: string;
  readonly url: () => string | undefined;
  /** The outbox as it is, and how to change it; what has returned is on disk. */
  readonly outbox: () => Outbox;
  readonly change: (change: (outbox: Outbox) => Outbox) => void;
}

/** Brings messages to their readers. */
export interface AlarmDelivery {
  /** Sends what is due; channels do not wait for each other. */
  deliver(signal: AbortSignal): Promise<void>;
  /** Sends one message at once. Throws what the channel throws. */
  sendNow(reader: string, way: Way, notice: Notice): Promise<void>;
  /** What went wrong last on the channels of a person. */
  failuresOf(reader: string): AlarmMine['failures'];
}

/** Codes after which the same message would be refused again; everything else may be mended by somebody within two days. */
const FOR_GOOD: readonly string[] = ['KW_MAIL_REFUSED', 'KW_PUSH_GONE', 'KW_NTFY_REFUSED', 'KW_WEBHOOK_REFUSED'];
const TEST_MS = 20_000;
const CHANNELS: readonly Way['channel'][] = ['email', 'push', 'ntfy', 'webhook'];

/** One message at a time on each channel, again after a failure, and never one of a reader who is no longer there. */
export function createAlarmDelivery(deps: DeliveryDeps): AlarmDelivery {
  const { outbox, change, nowMs, counters, log } = deps;
  const failures = new Map<string, { readonly code: string; readonly at: number }>();

  const send = async (one: Pick<Delivery, 'id' | 'reader' | 'way' | 'notice'>, signal: AbortSignal): Promise<boolean> => {
    const channel = deps.channels[one.way.channel];
    const to = deps.people.addressOf(one.reader, one.way);
    if (channel === undefined || to === undefined) return false;
    await channel.send({ id: one.id, to, notice: one.notice, url: deps.url(), atMs: nowMs() }, signal);
    failures.delete(`${one.way.channel}/${one.reader}`);
    return true;
  };

  const failed = (one: Pick<Delivery, 'reader' | 'way'>, error: unknown): string => {
    const code = error instanceof KwError ? error.code : 'KW_INTERNAL';
    failures.set(`${one.way.channel}/${one.reader}`, { code, at: nowMs() });
    if (isGone(error) && one.way.channel === 'push') deps.people.removeBrowser(one.reader, one.way.target);
    counters.add('kringwijzer_alarm_failures_total', { channel: one.way.channel });
    return code;
  };

  /** True when the next message on the same channel may be tried. */
  const attempt = async (one: Delivery, signal: AbortSignal): Promise<boolean> => {
    try {
      const isSent = await send({ ...one, id: `kw-${deps.siteId}-${one.id}-${one.createdAt.toString(36)}` }, signal);
      if (isSent) counters.add('kringwijzer_alarm_messages_total', { channel: one.way.channel });
      change((now) => delivered(now, one.id));
      return true;
    } catch (error) {
      if (signal.aborted) return false; // the hub stops; the message is kept and goes after the start
      const code = failed(one, error);
      const mayRetry = !FOR_GOOD.includes(code);
      // The reason names host and answer, never a password or a token: channels see to that.
      log.warn({ code, channel: one.way.channel, attempt: one.attempt, message: one.id, err: error }, 'alarm message not taken');
      change((now) => undelivered(now, one.id, { mayRetry, atMs: nowMs(), random: deps.random() }));
      // A server that is away is away for all: the others wait for the next round.
      return !mayRetry;
    }
  };

  return {
    deliver: async (signal) => {
      const due = outbox().deliveries.filter(({ nextAt }) => nextAt <= nowMs());
      const lanes = CHANNELS.map(async (channel) => {
        for (const one of due.filter(({ way }) => way.channel === channel)) {
          if (signal.aborted || !(await attempt(one, signal))) return;
        }
      });
      await Promise.all(lanes);
    },
    sendNow: async (reader, way, notice) => {
      const one = { id: `kw-${deps.siteId}-test-${nowMs().toString(36)}`, reader, way, notice };
      try {
        await send(one, AbortSignal.timeout(TEST_MS));
      } catch (error) {
        failed(one, error);
        throw error;
      }
    },
    failuresOf: (reader) => failuresIn(failures, reader),
  };
}

type Failures = ReadonlyMap<string, { readonly code: string; readonly at: number }>;

function failuresIn(failures: Failures, reader: string): AlarmMine['failures'] {
  const channels: readonly AlarmChannel[] = ['email', 'push', 'ntfy'];
  return Object.fromEntries(
    channels.flatMap((channel) => {
      const failure = failures.get(`${channel}/${reader}`);
      return failure === undefined ? [] : [[channel, failure]];
    }),
  );
}
