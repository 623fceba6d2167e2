import type { NodeMeta } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { HA_TOPIC, haFaults } from '../../testing/home-assistant-rules.ts';
import { alarmDiscoveryOf } from '../alarms/core/alarm-discovery.ts';
import { haDiscoveryOf, haTopicOf } from './home-assistant.ts';

const meta: NodeMeta = {
  contract: 1,
  name: 'Milieustraat',
  version: '1.2.3',
  simulated: false,
  devices: [
    { id: 'scale-1', name: 'Container', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4 },
    { id: 'door-1', name: 'Voordeur', kind: 'door' },
    { id: 'saw', name: 'Zaag', kind: 'tool' },
    { id: 'level-1', name: 'Vulling', kind: 'level' },
  ],
};

type Values = Record<string, unknown>;
interface Spoiled extends Values {
  device: Values;
  origin: Values;
  components: Record<string, Values>;
  net: Values;
}

describe('haDiscoveryOf', () => {
  const message = haDiscoveryOf({ site: 'zuid', node: 'n1', meta, version: '0.1.0' });

  it('has nothing Home Assistant would refuse, and neither has that of the alarms', () => {
    expect(haFaults(message)).toEqual([]);
    expect(haFaults(alarmDiscoveryOf({ site: 'zuid', siteName: 'Zuid', topic: 'kw/v1/zuid/hub/alarms', version: '0.1.0' }))).toEqual([]);
  });

  it.each<[string, (spoiled: Spoiled) => void]>([
    ['device, origin and components are required', (spoiled) => void Reflect.deleteProperty(spoiled, 'origin')],
    ['message: extra key site', (spoiled) => (spoiled['site'] = 'zuid')],
    ['device: extra key colour', (spoiled) => (spoiled.device['colour'] = 'red')],
    ['device: needs an identifier or a connection', (spoiled) => (spoiled.device['identifiers'] = [])],
    ['origin: name is required', (spoiled) => (spoiled.origin['name'] = '')],
    ['scale-1_net: unit t of weight', (spoiled) => (spoiled.net['unit_of_measurement'] = 't')],
    ['scale-1_net: state class measurement_angle of weight', (spoiled) => (spoiled.net['state_class'] = 'measurement_angle')],
    ['scale-1_net: extra key unit', (spoiled) => (spoiled.net['unit'] = 'kg')],
    ['scale-1_net: unique_id', (spoiled) => delete spoiled.net['unique_id']],
    ['scale-1_net: entity_category', (spoiled) => (spoiled.net['entity_category'] = 'config')],
    ['scale-1_net: state_topic', (spoiled) => (spoiled.net['state_topic'] = 'kw/+/state')],
    ['two entities have one unique_id', (spoiled) => (spoiled.net['unique_id'] = 'kringwijzer_zuid_n1_door-1_in')],
  ])('would be refused with: %s', (fault, spoil) => {
    const copy = structuredClone(message) as unknown as Spoiled;
    copy.net = copy.components['scale-1_net'] ?? {};
    spoil(copy);
    Reflect.deleteProperty(copy, 'net');
    expect(haFaults(copy)).toEqual([fault]);
  });

  it('does not say that a tool stands still when nothing is known of it', () => {
    const template = message.components['saw_running']?.value_template;
    expect(template).toBe("{{ 'None' if value_json.run == 'unknown' else 'ON' if value_json.run == 'run' else 'OFF' }}");
  });

  it('has an entity for each value of each kind, under ids that are unique on a Home Assistant of several sites', () => {
    expect(Object.keys(message.components).sort()).toEqual([
      'door-1_in',
      'door-1_out',
      'level-1_distance',
      'level-1_fill',
      'saw_amps',
      'saw_running',
      'scale-1_gross',
      'scale-1_net',
      'scale-1_stable',
    ]);
    expect(message.components['scale-1_net']).toMatchObject({
      unique_id: 'kringwijzer_zuid_n1_scale-1_net',
      state_topic: 'kw/v1/zuid/n1/scale-1/state',
      availability_topic: 'kw/v1/zuid/n1/status',
    });
  });

  it('stands at the topic Home Assistant looks at', () => {
    expect(haTopicOf('homeassistant', 'zuid', 'n1')).toBe('homeassistant/device/kringwijzer-zuid-n1/config');
    expect(haTopicOf('homeassistant', 'zuid', 'n1')).toMatch(HA_TOPIC);
  });
});
