import {
  ALARM_KINDS,
  type AlarmChannel,
  type AlarmMine,
  type AlarmPreferences,
  KwError,
  MINUTE_MS,
  type PushSubscriptionInfo,
} from '@kringwijzer/contract';
import { isSecureUrl } from '../config.ts';
import type { HubDb } from '../ports/hub-db.ts';
import type { AlarmMemory } from './alarm-memory.ts';
import { minutesOf } from './core/next-pickup.ts';
import type { OpenHours } from './core/open-hours.ts';
import type { Reader, Way } from './core/outbox.ts';

/** Name of the program that takes everything; no person can have it: names hold no colon. */
export const WEBHOOK_READER = ':webhook';
const BROWSERS_MAX = 10;

export interface AlarmPeopleDeps {
  readonly users: HubDb['users'];
  readonly memory: AlarmMemory;
  readonly open: OpenHours;
  /** Minutes of the local day at a moment, 0..1439. */
  readonly minuteOfDay: (atMs: number) => number;
  readonly hasMail: boolean;
  readonly ntfyServer: string;
}

/** Who wants to be told what, and where. */
export interface AlarmPeople {
  readers(atMs: number): readonly Reader[];
  mine(name: string, failures: AlarmMine['failures']): AlarmMine;
  keep(name: string, preferences: AlarmPreferences): void;
  /** Throws KW_WEBHOOK_INSECURE for a push service that is not reached by https. */
  addBrowser(name: string, browser: PushSubscriptionInfo): void;
  removeBrowser(name: string, endpoint: string): void;
  /** Where a way of a reader leads now; undefined when it leads nowhere any more. */
  addressOf(name: string, way: Way): string | undefined;
  /** Ways of one channel of a person. Throws KW_ALARM_CHANNEL_OFF, KW_MAIL_NOT_SET. */
  waysOf(name: string, channel: AlarmChannel): readonly Way[];
}

/** Reads accounts and what each person chose. */
export function createAlarmPeople(deps: AlarmPeopleDeps): AlarmPeople {
  const { users, memory, hasMail } = deps;
  const preferencesOf = (name: string): AlarmPreferences => memory.preferences(name) ?? defaultsFor(users.find(name));
  const waysFor = (name: string): readonly Way[] => {
    const { email, push, ntfy } = preferencesOf(name);
    return [
      ...(email.on && hasMail ? [{ channel: 'email' as const, target: '' }] : []),
      ...(push.on ? memory.browsers(name).map(({ endpoint }) => ({ channel: 'push' as const, target: endpoint })) : []),
      ...(ntfy.on ? [{ channel: 'ntfy' as const, target: '' }] : []),
    ];
  };
  return {
    readers: (atMs) => {
      const people = users.list().filter(({ disabled }) => !disabled);
      return [
        ...people.map(({ name }) => readerOf(name, preferencesOf(name), waysFor(name), isQuiet(deps, preferencesOf(name), atMs))),
        ...webhookReader(memory),
      ];
    },
    mine: (name, failures) => ({
      preferences: preferencesOf(name),
      emailAvailable: hasMail,
      ntfyServer: deps.ntfyServer,
      vapidKey: memory.vapid().publicKey,
      browsers: memory.browsers(name).length,
      failures,
    }),
    keep: (name, preferences) => memory.keepPreferences(name, preferences),
    addBrowser: (name, browser) => {
      if (!isSecureUrl(browser.endpoint)) throw new KwError('KW_WEBHOOK_INSECURE', { host: new URL(browser.endpoint).host });
      const others = memory.browsers(name).filter(({ endpoint }) => endpoint !== browser.endpoint);
      memory.keepBrowsers(name, [...others, browser].slice(-BROWSERS_MAX));
    },
    removeBrowser: (name, endpoint) =>
      memory.keepBrowsers(
        name,
        memory.browsers(name).filter((one) => one.endpoint !== endpoint),
      ),
    addressOf: (name, way) => addressOf(deps, preferencesOf, name, way),
    waysOf: (name, channel) => {
      if (channel === 'email' && !hasMail) throw new KwError('KW_MAIL_NOT_SET');
      const ways = waysFor(name).filter((way) => way.channel === channel);
      if (ways.length === 0) throw new KwError('KW_ALARM_CHANNEL_OFF', { channel });
      return ways;
    },
  };
}

function addressOf(
  { memory, users }: AlarmPeopleDeps,
  preferencesOf: (name: string) => AlarmPreferences,
  name: string,
  way: Way,
): string | undefined {
  if (name === WEBHOOK_READER) return memory.settings().webhookUrl ?? undefined;
  const user = users.find(name);
  if (user === undefined || user.disabled) return undefined;
  const { email, ntfy, push } = preferencesOf(name);
  switch (way.channel) {
    case 'email':
      return email.on ? email.address : undefined;
    case 'ntfy':
      return ntfy.on ? ntfy.topic : undefined;
    case 'push': {
      const browser = push.on ? memory.browsers(name).find(({ endpoint }) => endpoint === way.target) : undefined;
      return browser && JSON.stringify(browser);
    }
    default:
      return undefined;
  }
}

/** Nothing leaves the page until a person asks for it; who leads a site hears at once what nobody answers. */
function defaultsFor(user: { readonly role: string; readonly language: string } | undefined): AlarmPreferences {
  return {
    language: user?.language === 'en' ? 'en' : 'nl',
    email: { on: false, address: '' },
    push: { on: false },
    ntfy: { on: false, topic: '' },
    kinds: [...ALARM_KINDS],
    ended: true,
    escalations: user?.role === 'coordinator' || user?.role === 'admin',
    quiet: { mode: 'closed' },
    urgentAlways: true,
  };
}

function readerOf(name: string, preferences: AlarmPreferences, ways: readonly Way[], isQuiet: boolean): Reader {
  const { language, kinds, ended, escalations, urgentAlways } = preferences;
  return { name, language, ways, kinds, ended, escalations, isQuiet, urgentAlways, isProgram: false };
}

function webhookReader(memory: AlarmMemory): readonly Reader[] {
  if (memory.settings().webhookUrl === null) return [];
  const ways = [{ channel: 'webhook' as const, target: '' }];
  const everything = { kinds: ALARM_KINDS, ended: true, escalations: true, isQuiet: false, urgentAlways: true, isProgram: true };
  return [{ name: WEBHOOK_READER, language: 'nl', ways, ...everything }];
}

function isQuiet({ open, minuteOfDay }: AlarmPeopleDeps, { quiet }: AlarmPreferences, atMs: number): boolean {
  if (quiet.mode === 'never') return false;
  if (quiet.mode === 'closed') return !open.isOpen(atMs);
  const [now, from, to] = [minuteOfDay(atMs), minutesOf(quiet.from), minutesOf(quiet.to)];
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

/** Minutes of the local day by an offset from UTC. */
export const minuteOfDayBy =
  (offsetAt: (atMs: number) => number) =>
  (atMs: number): number =>
    Math.floor((atMs + offsetAt(atMs)) / MINUTE_MS) % 1_440;
