import { ALARM_KINDS, type AlarmKind } from '@kringwijzer/contract';
import type { HaComponent } from '../../core/home-assistant.ts';

/** What each kind is called in Home Assistant. */
const NAMES: Readonly<Record<AlarmKind, string>> = {
  after_hours: 'Beweging buiten openingstijd',
  overload: 'Overbelast',
  full: 'Vol',
  nearly_full: 'Bijna vol',
  full_before: 'Te vroeg vol',
  no_data: 'Geen signaal',
  node_offline: 'Meetkast weg',
  dead_cell: 'Weegcel stuk',
  beam_stuck: 'Lichtstraal onderbroken',
  sensor_fault: 'Storing',
  disk: 'Schijf vol',
  clock: 'Klok loopt niet gelijk',
  records_missing: 'Metingen ontbreken',
  calibration_due: 'Kalibreren',
  tool_service: 'Onderhoud machine',
};

type Entity = Omit<HaComponent, 'availability_topic' | 'availability_template'>;

/** A hub and its alarms as one device of Home Assistant: a sign for each kind, and how many there are. */
export function alarmDiscoveryOf(hub: {
  readonly site: string;
  readonly siteName: string;
  readonly topic: string;
  readonly version: string;
}): object {
  const { site, siteName, topic, version } = hub;
  const count = (kind: AlarmKind): string => `(value_json.alarms | selectattr('kind', 'eq', '${kind}') | list | length)`;
  const signs = ALARM_KINDS.map((kind): [string, Entity] => [
    `alarm_${kind}`,
    {
      platform: 'binary_sensor',
      name: NAMES[kind],
      device_class: 'problem',
      unique_id: `kringwijzer_${site}_hub_alarm_${kind}`,
      state_topic: topic,
      value_template: `{{ 'ON' if ${count(kind)} > 0 else 'OFF' }}`,
    },
  ]);
  const total: Entity = {
    platform: 'sensor',
    name: 'Meldingen',
    unique_id: `kringwijzer_${site}_hub_alarms`,
    state_topic: topic,
    state_class: 'measurement',
    value_template: '{{ value_json.alarms | length }}',
  };
  return {
    device: {
      identifiers: [`kringwijzer_${site}_hub`],
      name: `Kringwijzer ${siteName}`,
      manufacturer: 'Kringwijzer',
      model: 'hub',
      sw_version: version,
    },
    origin: { name: 'Kringwijzer', sw_version: version },
    components: Object.fromEntries([...signs, ['alarms', total]]),
  };
}
