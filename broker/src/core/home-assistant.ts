import { type DeviceMeta, type NodeMeta, topicOf } from '@kringwijzer/contract';

/** One entity in Home Assistant's words; keys as its MQTT discovery has them. */
export interface HaComponent {
  readonly platform: 'sensor' | 'binary_sensor';
  readonly unique_id: string;
  readonly name: string;
  readonly state_topic: string;
  readonly value_template: string;
  readonly availability_topic: string;
  readonly availability_template: string;
  readonly device_class?: string;
  readonly unit_of_measurement?: string;
  readonly state_class?: 'measurement' | 'total_increasing';
  readonly suggested_display_precision?: number;
  readonly entity_category?: 'diagnostic';
  readonly enabled_by_default?: boolean;
}

/** A retained discovery message of one node with all its entities (Home Assistant 2024.11 and later). */
export interface HaDiscovery {
  readonly device: {
    readonly identifiers: readonly string[];
    readonly name: string;
    readonly manufacturer: string;
    readonly model: string;
    readonly sw_version: string;
  };
  readonly origin: { readonly name: string; readonly sw_version: string };
  readonly components: Readonly<Record<string, HaComponent>>;
}

type Entity = Pick<HaComponent, 'platform' | 'name' | 'value_template'> & Partial<HaComponent>;

const MEASURED = { platform: 'sensor', state_class: 'measurement' } as const;
const onOff = (condition: string): string => `{{ 'ON' if ${condition} else 'OFF' }}`;

/** Entities of a device by their key; masses in kg, as people read them. */
function entitiesOf(meta: DeviceMeta): Readonly<Record<string, Entity>> {
  switch (meta.kind) {
    case 'scale': {
      const mass = {
        ...MEASURED,
        device_class: 'weight',
        unit_of_measurement: 'kg',
        suggested_display_precision: meta.divisionG < 1_000 ? 1 : 0,
      };
      return {
        net: { ...mass, name: 'netto', value_template: '{{ value_json.netG / 1000 }}' },
        gross: { ...mass, name: 'bruto', value_template: '{{ value_json.grossG / 1000 }}', enabled_by_default: false },
        stable: {
          platform: 'binary_sensor',
          name: 'in rust',
          value_template: onOff('value_json.stable'),
          entity_category: 'diagnostic',
          enabled_by_default: false,
        },
      };
    }
    case 'door': {
      const count = { platform: 'sensor', state_class: 'total_increasing' } as const;
      return {
        in: { ...count, name: 'naar binnen', value_template: '{{ value_json.in }}' },
        out: { ...count, name: 'naar buiten', value_template: '{{ value_json.out }}' },
      };
    }
    case 'tool':
      return {
        running: {
          platform: 'binary_sensor',
          name: 'in gebruik',
          device_class: 'running',
          // A silent sensor says nothing of the tool: to Home Assistant that is the word None.
          value_template: "{{ 'None' if value_json.run == 'unknown' else 'ON' if value_json.run == 'run' else 'OFF' }}",
        },
        amps: {
          ...MEASURED,
          name: 'stroom',
          device_class: 'current',
          unit_of_measurement: 'A',
          value_template: '{{ value_json.amps | default(none) }}',
          enabled_by_default: false,
        },
      };
    default:
      return {
        fill: { ...MEASURED, name: 'vulling', unit_of_measurement: '%', value_template: '{{ (value_json.fillRatio * 100) | round(0) }}' },
        distance: {
          ...MEASURED,
          name: 'afstand',
          device_class: 'distance',
          unit_of_measurement: 'mm',
          value_template: '{{ value_json.distanceMm }}',
          enabled_by_default: false,
        },
      };
  }
}

/** The discovery message of a node, made from its own description and nothing else. */
export function haDiscoveryOf(options: {
  readonly site: string;
  readonly node: string;
  readonly meta: NodeMeta;
  readonly version: string;
}): HaDiscovery {
  const { site, node, meta, version } = options;
  const status = topicOf({ type: 'status', site, node });
  const components: Record<string, HaComponent> = {};
  for (const device of meta.devices) {
    const state_topic = topicOf({ type: 'state', site, node, device: device.id });
    for (const [key, { name, ...entity }] of Object.entries(entitiesOf(device))) {
      const id = `${device.id}_${key}`;
      components[id] = {
        ...entity,
        name: `${device.name} ${name}`,
        unique_id: `kringwijzer_${site}_${node}_${id}`,
        state_topic,
        availability_topic: status,
        // `lost` and `offline` are both unavailable to Home Assistant, which knows two words only.
        availability_template: "{{ 'online' if value_json.state == 'online' else 'offline' }}",
      };
    }
  }
  return {
    device: {
      identifiers: [`kringwijzer_${site}_${node}`],
      name: meta.name,
      manufacturer: 'Kringwijzer',
      model: 'node',
      sw_version: meta.version,
    },
    origin: { name: 'Kringwijzer', sw_version: version },
    components,
  };
}

/** Topic of a node's discovery message. */
export const haTopicOf = (prefix: string, site: string, node: string): string => `${prefix}/device/kringwijzer-${site}-${node}/config`;
