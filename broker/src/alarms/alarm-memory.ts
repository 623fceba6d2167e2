import {
  type Alarm,
  type AlarmPreferences,
  type AlarmSettings,
  alarmPreferencesSchema,
  alarmSchema,
  alarmSettingsSchema,
  type PushSubscriptionInfo,
  pushSubscriptionSchema,
} from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { HubDb } from '../ports/hub-db.ts';
import { newVapidKeys, type VapidKeys } from './adapters/push-channel.ts';
import { newWebhookSecret } from './adapters/webhook-channel.ts';
import { DEFAULT_SETTINGS } from './core/alarm-rules.ts';
import { type AlarmState, EMPTY_STATE } from './core/alarm-state.ts';
import { EMPTY_OUTBOX, type Outbox } from './core/outbox.ts';

/** Alarms and what is still to be told of them: one piece, so that a power cut never leaves one without the other. */
export interface Engine {
  readonly alarms: AlarmState;
  readonly outbox: Outbox;
  /** How many alarms have ended; the place of the next one in the ring of the past. */
  readonly pastCount: number;
}

/** What the alarms keep in the hub's database. What has returned is on disk. */
export interface AlarmMemory {
  engine(): Engine;
  keep(engine: Engine): void;
  /** The newest alarms that are over, newest first. */
  past(): readonly Alarm[];
  /** Puts an alarm that is over into its place; the same one again changes nothing. */
  keepPast(place: number, alarm: Alarm): void;
  settings(): AlarmSettings;
  keepSettings(settings: AlarmSettings): void;
  preferences(person: string): AlarmPreferences | undefined;
  keepPreferences(person: string, preferences: AlarmPreferences): void;
  browsers(person: string): readonly PushSubscriptionInfo[];
  keepBrowsers(person: string, browsers: readonly PushSubscriptionInfo[]): void;
  vapid(): VapidKeys;
  webhookSecret(): string | undefined;
  renewWebhookSecret(): string;
  servicedAt(tool: string): number | undefined;
  keepServicedAt(tool: string, atMs: number): void;
}

const VERSION = 1;
const PAST_MAX = 200;
const engineSchema = z.looseObject({
  v: z.literal(VERSION),
  pastCount: z.int(),
  alarms: z.looseObject({ nextId: z.int(), watched: z.record(z.string(), z.looseObject({ kind: z.string() })) }),
  outbox: z.looseObject({ nextId: z.int(), queues: z.record(z.string(), z.looseObject({})), deliveries: z.array(z.looseObject({})) }),
});

/** Keeps everything as facts of the hub's database, so that it is in its backups too. */
export function createAlarmMemory(facts: HubDb['facts'], log: Logger): AlarmMemory {
  const read = <T>(key: string, schema: z.ZodType<T>): T | undefined => {
    const text = facts.get(key);
    if (text === undefined) return undefined;
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) log.warn({ key }, 'what was kept of the alarms cannot be read and is left out');
    return parsed.data;
  };
  const write = (key: string, value: unknown): void => facts.set(key, JSON.stringify(value));
  return {
    engine: () => {
      // Written by ourselves in one piece: its version says that the shape is ours.
      const kept = read('alarm/engine', engineSchema) as unknown as Engine | undefined;
      return kept ?? { alarms: EMPTY_STATE, outbox: EMPTY_OUTBOX, pastCount: 0 };
    },
    keep: (engine) => write('alarm/engine', { v: VERSION, ...engine }),
    past: () =>
      facts
        .entries('alarm/past/')
        .flatMap(({ value }) => alarmSchema.safeParse(jsonOf(value)).data ?? [])
        .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0)),
    keepPast: (place, alarm) => write(`alarm/past/${String(place % PAST_MAX).padStart(3, '0')}`, alarm),
    settings: () => read('alarm/settings', alarmSettingsSchema) ?? DEFAULT_SETTINGS,
    keepSettings: (settings) => write('alarm/settings', settings),
    preferences: (person) => read(`alarm/person/${keyOf(person)}`, alarmPreferencesSchema),
    keepPreferences: (person, preferences) => write(`alarm/person/${keyOf(person)}`, preferences),
    browsers: (person) => read(`alarm/browsers/${keyOf(person)}`, z.array(pushSubscriptionSchema)) ?? [],
    keepBrowsers: (person, browsers) => write(`alarm/browsers/${keyOf(person)}`, browsers),
    ...secretsOf(read, write),
    servicedAt: (tool) => read(`alarm/serviced/${tool}`, z.int()),
    keepServicedAt: (tool, atMs) => write(`alarm/serviced/${tool}`, atMs),
  };
}

type Read = <T>(key: string, schema: z.ZodType<T>) => T | undefined;

/** Keys that are made once and never leave the hub. */
function secretsOf(
  read: Read,
  write: (key: string, value: unknown) => void,
): Pick<AlarmMemory, 'vapid' | 'webhookSecret' | 'renewWebhookSecret'> {
  return {
    vapid: () => {
      const kept = read('alarm/vapid', z.strictObject({ publicKey: z.string(), privateKey: z.string() }));
      if (kept !== undefined) return kept;
      const made = newVapidKeys();
      write('alarm/vapid', made);
      return made;
    },
    webhookSecret: () => read('alarm/webhook-secret', z.string()),
    renewWebhookSecret: () => {
      const made = newWebhookSecret();
      write('alarm/webhook-secret', made);
      return made;
    },
  };
}

/** Names are one person in any case, as in the list of people. */
const keyOf = (person: string): string => person.toLowerCase();

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema then says that it is not ours
  }
}
