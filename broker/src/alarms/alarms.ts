import {
  type Alarm,
  type AlarmChannel,
  type AlarmMine,
  type AlarmPreferences,
  KwError,
  type PushSubscriptionInfo,
  SECOND_MS,
  topicOf,
} from '@kringwijzer/contract';
import type { HubConfig } from '../config.ts';
import { createCalendar } from '../core/calendar.ts';
import type { HubCore } from '../hub-core.ts';
import type { Job } from '../jobs.ts';
import { openingHoursOf } from '../monitoring/monitoring.ts';
import type { Mailer } from '../ports/mailer.ts';
import { createEmailChannel } from './adapters/email-channel.ts';
import { createNtfyChannel } from './adapters/ntfy-channel.ts';
import { createPushChannel } from './adapters/push-channel.ts';
import { createWebhookChannel } from './adapters/webhook-channel.ts';
import { type AlarmDelivery, createAlarmDelivery, type DeliveryDeps } from './alarm-delivery.ts';
import { type AlarmDesk, createAlarmDesk } from './alarm-desk.ts';
import { type AlarmEngine, createAlarmEngine } from './alarm-engine.ts';
import { type AlarmMemory, createAlarmMemory } from './alarm-memory.ts';
import { type AlarmPeople, createAlarmPeople, minuteOfDayBy, WEBHOOK_READER } from './alarm-people.ts';
import { alarmDiscoveryOf } from './core/alarm-discovery.ts';
import { type Notice, testNotice } from './core/notice.ts';
import { createOpenHours } from './core/open-hours.ts';
import { readSlowFacts } from './slow-facts.ts';

/** The alarms of a hub, as routes and jobs use them. */
export interface Alarms extends Pick<AlarmDesk, 'board' | 'answer' | 'settings' | 'keepSettings' | 'serviced'> {
  mine(person: string): AlarmMine;
  keepMine(person: string, preferences: AlarmPreferences): void;
  addBrowser(person: string, browser: PushSubscriptionInfo): void;
  removeBrowser(person: string, endpoint: string): void;
  /** Sends a test message on a channel of a person. Throws KW_ALARM_CHANNEL_OFF, KW_MAIL_NOT_SET and what the channel throws. */
  test(person: string, channel: AlarmChannel): Promise<void>;
  /** Makes a new secret for the webhook; the old one stops signing. */
  renewWebhookSecret(by: string): string;
  /** Throws KW_ALARM_CHANNEL_OFF and what the webhook throws. */
  testWebhook(): Promise<void>;
  readonly jobs: readonly Job[];
}

const LOOK_MS = 2 * SECOND_MS;
const SLOW_MS = 30 * SECOND_MS;
const DELIVER_MS = SECOND_MS;
/** Tests go to any address a person types: nobody shall send them in a row. */
const TEST_GAP_MS = 2 * SECOND_MS;

/** Wires memory, engine, people and channels. `url` tells how browsers reach this hub, once that is known. */
export function openAlarms(config: HubConfig, core: HubCore, url: () => string | undefined): Alarms {
  const parts = partsOf(config, core, url);
  const { engine, people, delivery, memory } = parts;
  const { db, live, nowMs, counters } = core;
  const { timeZone, name: siteName } = config.site;
  const desk = createAlarmDesk({ engine, memory, live, audit: db.audit, nowMs, timeZone, allowHttp: config.notify.allowHttp });
  const proof = (reader: string): Notice => {
    const { language } = people.mine(reader, {}).preferences;
    return testNotice({ language, timeZone, siteName, url: parts.pageUrl() });
  };
  const testedAt = new Map<string, number>();
  counters.gauge('kringwijzer_alarm_messages_waiting', () => engine.now().outbox.deliveries.length);
  counters.gauge('kringwijzer_alarm_messages_given_up', () => engine.now().outbox.givenUp);
  return {
    ...desk,
    mine: (person) => people.mine(person, delivery.failuresOf(person)),
    keepMine: (person, preferences) => people.keep(person, preferences),
    addBrowser: (person, browser) => people.addBrowser(person, browser),
    removeBrowser: (person, endpoint) => people.removeBrowser(person, endpoint),
    test: async (person, channel) => {
      const waitMs = (testedAt.get(`${channel}/${person}`) ?? 0) + TEST_GAP_MS - nowMs();
      if (waitMs > 0) throw new KwError('KW_RATE_LIMITED', { waitS: Math.ceil(waitMs / SECOND_MS) });
      testedAt.set(`${channel}/${person}`, nowMs());
      for (const way of people.waysOf(person, channel)) await delivery.sendNow(person, way, proof(person));
    },
    renewWebhookSecret: (by) => {
      db.audit.add({ at: nowMs(), actor: by, action: 'webhook secret renewed', detail: '' });
      return memory.renewWebhookSecret();
    },
    testWebhook: async () => {
      if (memory.settings().webhookUrl === null) throw new KwError('KW_ALARM_CHANNEL_OFF', { channel: 'webhook' });
      await delivery.sendNow(WEBHOOK_READER, { channel: 'webhook', target: '' }, proof(WEBHOOK_READER));
    },
    jobs: [
      { name: 'alarms', everyMs: LOOK_MS, run: async () => engine.tick() },
      { name: 'alarm-figures', everyMs: SLOW_MS, run: () => engine.refresh() },
      { name: 'alarm-messages', everyMs: DELIVER_MS, run: (signal) => delivery.deliver(signal) },
    ],
  };
}

interface Parts {
  readonly engine: AlarmEngine;
  readonly people: AlarmPeople;
  readonly delivery: AlarmDelivery;
  readonly memory: AlarmMemory;
  readonly pageUrl: () => string | undefined;
}

function partsOf(config: HubConfig, core: HubCore, url: () => string | undefined): Parts {
  const { db, live, stream, store, nowMs, counters, mailer, folder } = core;
  const { site, notify } = config;
  const log = core.log.child({ component: 'alarms' });
  const calendar = createCalendar(site.timeZone);
  const open = createOpenHours(calendar, openingHoursOf(site));
  const memory = createAlarmMemory(db.facts, log);
  const minuteOfDay = minuteOfDayBy((atMs) => calendar.offsetAt(atMs));
  const hasMail = mailer !== undefined;
  const people = createAlarmPeople({ users: db.users, memory, open, minuteOfDay, hasMail, ntfyServer: notify.ntfyServer });
  const pageUrl = (): string | undefined => {
    const base = url();
    return base && `${base.replace(/\/$/u, '')}/#/alarms`;
  };
  const tellPrograms = programTeller(config, core);
  const slowDeps = { store, live, memory, folder: folder.path, timeZone: site.timeZone, nowMs };
  const engine = createAlarmEngine({
    site,
    live,
    memory,
    people,
    open,
    calendar,
    nowMs,
    gatherMs: notify.gatherS * SECOND_MS,
    url: pageUrl,
    readSlow: (settings) => readSlowFacts(slowDeps, settings, open),
    onActive: (alarms) => {
      stream.push(live.alarms(alarms));
      tellPrograms(alarms);
    },
  });
  const delivery = createAlarmDelivery({
    channels: channelsOf(config, mailer, memory),
    people,
    counters,
    log,
    nowMs,
    random: Math.random,
    siteId: site.id,
    url: pageUrl,
    outbox: () => engine.now().outbox,
    change: (change) => engine.keep({ ...engine.now(), outbox: change(engine.now().outbox) }),
  });
  return { engine, people, delivery, memory, pageUrl };
}

function channelsOf(config: HubConfig, mailer: Mailer | undefined, memory: AlarmMemory): DeliveryDeps['channels'] {
  const { site, notify } = config;
  return {
    ...(mailer && { email: createEmailChannel(mailer) }),
    push: createPushChannel({ keys: () => memory.vapid(), subject: subjectOf(config) }),
    ntfy: createNtfyChannel({ server: notify.ntfyServer, tokenFile: notify.ntfyTokenFile }),
    webhook: createWebhookChannel({ site: site.id, secret: () => memory.webhookSecret() ?? memory.renewWebhookSecret() }),
  };
}

/** Tells other programs over MQTT, retained: what goes on now, and once what there is to see of it in Home Assistant. */
function programTeller({ site, homeAssistant }: HubConfig, { publish, version, nowMs }: HubCore): (alarms: readonly Alarm[]) => void {
  const topic = topicOf({ type: 'hub', site: site.id, thing: 'alerts' });
  let isAnnounced = !homeAssistant.enabled;
  return (alarms) => {
    publish(topic, JSON.stringify({ at: nowMs(), alarms: alarms.map(publicAlarm) }), { retain: true });
    if (isAnnounced) return;
    isAnnounced = true;
    const discovery = alarmDiscoveryOf({ site: site.id, siteName: site.name, topic, version });
    publish(`${homeAssistant.prefix}/device/kringwijzer-${site.id}-hub/config`, JSON.stringify(discovery), { retain: true });
  };
}

/** An alarm without the people who answered it: programs need not know them. */
const publicAlarm = ({ acknowledged, snoozed, ...alarm }: Alarm): object => ({
  ...alarm,
  acknowledged: acknowledged !== undefined,
  snoozed: snoozed !== undefined,
});

/** Whom a push service may write to when our messages are a nuisance (RFC 8292, 2.1). */
function subjectOf({ notify, mail, http }: HubConfig): string {
  const address = notify.contact ?? mail?.from;
  if (address !== undefined) return `mailto:${address}`;
  return http.publicUrl?.startsWith('https:') === true ? http.publicUrl : 'mailto:hub@localhost';
}
