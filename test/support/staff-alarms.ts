import { ALARM_KINDS, type Alarm, type AlarmMine, type AlarmRule, type AlarmSite } from '@kringwijzer/contract';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const words = (nl: readonly [string, string], en: readonly [string, string]): Alarm['words'] => ({
  nl: { title: nl[0], todo: nl[1] },
  en: { title: en[0], todo: en[1] },
});

/** Alarms that go on at `at` (epoch ms), one in each state a page must be able to show. */
export function staffAlarms(at: number): Alarm[] {
  return [
    {
      id: 'a4',
      kind: 'after_hours',
      level: 'urgent',
      node: 'yard',
      device: 'box-furniture',
      raisedAt: at - 3 * HOUR_MS,
      escalatedAt: at - 2 * HOUR_MS,
      words: words(
        [
          'Meubels: za 03:12 ging er 34 kg af buiten openingstijd',
          'Ga kijken of bel iemand die dichtbij is. Was het een collega? Tik dan op Gezien.',
        ],
        [
          'Meubels: 34 kg taken off at Sat 03:12, outside opening hours',
          'Go and look, or call somebody nearby. Was it a colleague? Then tap Seen.',
        ],
      ),
    },
    {
      id: 'a6',
      kind: 'beam_stuck',
      level: 'bad',
      node: 'shop',
      device: 'door-shop',
      code: 'KW_BEAM_BLOCKED',
      raisedAt: at - 7 * MINUTE_MS,
      acknowledged: { by: 'Ans', at: at - 5 * MINUTE_MS },
      words: words(
        ['Winkeldeur: de lichtstraal is lang onderbroken', 'Haal weg wat ervoor staat en maak de lens schoon.'],
        ['Winkeldeur: the light beam has long been broken', 'Remove what stands in front of it and clean the lens.'],
      ),
    },
    {
      id: 'a5',
      kind: 'nearly_full',
      level: 'warn',
      node: 'yard',
      device: 'box-textile',
      raisedAt: at - 40 * MINUTE_MS,
      acknowledged: { by: 'Ans', at: at - 30 * MINUTE_MS },
      snoozed: { by: 'Ans', until: at + HOUR_MS, reason: 'De wagen komt om drie uur' },
      words: words(['Textiel is bijna vol', 'Plan een leging.'], ['Textiel is nearly full', 'Plan an emptying.']),
    },
  ];
}

/** Alarms that are over, newest first. */
export function pastAlarms(at: number): Alarm[] {
  return [
    {
      id: 'a3',
      kind: 'node_offline',
      level: 'bad',
      node: 'shop',
      raisedAt: at - 26 * HOUR_MS,
      endedAt: at - 25 * HOUR_MS,
      acknowledged: { by: 'Anwar', at: at - 26 * HOUR_MS + MINUTE_MS },
      words: words(
        ['Meetkast winkel is weg sinds vr 11:58', 'Controleer stroom en netwerk van de meetkast. Hij bewaart zijn metingen.'],
        ['Meetkast winkel has been gone since Fri 11:58', 'Check power and network of the sensor box. It keeps its measurements.'],
      ),
    },
  ];
}

/** What a person chose: mail that did not arrive, and ntfy. */
export function staffAlarmMine(at: number): AlarmMine {
  return {
    preferences: {
      language: 'nl',
      email: { on: true, address: 'anwar@kringloop.example' },
      push: { on: true },
      ntfy: { on: true, topic: 'de-kring-7d3f' },
      kinds: ALARM_KINDS.filter((kind) => kind !== 'clock'),
      ended: true,
      escalations: true,
      quiet: { mode: 'hours', from: '20:00', to: '07:00' },
      urgentAlways: true,
    },
    emailAvailable: true,
    ntfyServer: 'https://ntfy.sh',
    vapidKey: 'BBBB',
    browsers: 1,
    failures: { email: { code: 'KW_MAIL_REFUSED', at: at - HOUR_MS } },
  };
}

/** Settings of the site with a pickup day, a webhook and two tools. */
export function staffAlarmSite(at: number): AlarmSite {
  const rule: AlarmRule = { on: true, holdOffS: 120, escalateAfterMin: 240 };
  return {
    settings: {
      kinds: Object.fromEntries(ALARM_KINDS.map((kind) => [kind, rule])) as AlarmSite['settings']['kinds'],
      nearlyFullPercent: 75,
      fullPercent: 90,
      hysteresisPercent: 5,
      noDataMin: 15,
      calibrationDays: 365,
      diskFreeMb: 500,
      afterHoursKg: 5,
      afterHoursMarginMin: 45,
      toolServiceH: 200,
      tools: {},
      pickups: [{ day: 'mon', at: '08:00' }],
      webhookUrl: 'https://gemeente.example/kring',
    },
    webhookHasSecret: true,
    tools: [
      { node: 'yard', device: 'saw', name: 'Cirkelzaag', runH: 187.4, servicedAt: at - 90 * 24 * HOUR_MS },
      { node: 'yard', device: 'drill', name: 'Kolomboor', runH: 12 },
    ],
  };
}
