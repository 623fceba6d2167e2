import type { NodeMeta } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { haDiscoveryOf, haTopicOf } from './home-assistant.ts';

/**
 * What Home Assistant asks of a device discovery message, written from its documentation of MQTT discovery, sensor and
 * binary sensor: it refuses the whole message for one wrong key.
 */
const component = {
  unique_id: z.string().min(1),
  name: z.string().min(1),
  state_topic: z.string().regex(/^[^#+]+$/u),
  value_template: z.string().regex(/^\{\{.*\}\}$/u),
  availability_topic: z.string(),
  availability_template: z.string(),
  entity_category: z.literal('diagnostic').optional(),
  enabled_by_default: z.boolean().optional(),
};
const sensor = z
  .strictObject({
    platform: z.literal('sensor'),
    ...component,
    device_class: z.enum(['weight', 'current', 'distance']).optional(),
    state_class: z.enum(['measurement', 'total_increasing']).optional(),
    unit_of_measurement: z.enum(['kg', 'A', '%', 'mm']).optional(),
    suggested_display_precision: z.int().min(0).optional(),
  })
  // A device class fixes which units are allowed.
  .refine(({ device_class, unit_of_measurement }) => device_class !== 'weight' || unit_of_measurement === 'kg')
  .refine(({ device_class, unit_of_measurement }) => device_class !== 'current' || unit_of_measurement === 'A')
  .refine(({ device_class, unit_of_measurement }) => device_class !== 'distance' || unit_of_measurement === 'mm');
const binary = z.strictObject({ platform: z.literal('binary_sensor'), ...component, device_class: z.literal('running').optional() });
const discovery = z.strictObject({
  device: z.strictObject({
    identifiers: z.array(z.string()).min(1),
    name: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    sw_version: z.string(),
  }),
  origin: z.strictObject({ name: z.string(), sw_version: z.string() }),
  components: z.record(z.string().regex(/^[a-zA-Z0-9_-]+$/u), z.union([sensor, binary])),
});

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

describe('haDiscoveryOf', () => {
  const message = haDiscoveryOf({ site: 'zuid', node: 'n1', meta, version: '0.1.0' });

  it('fits what Home Assistant asks', () => {
    expect(discovery.safeParse(message).error).toBeUndefined();
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
  });
});
