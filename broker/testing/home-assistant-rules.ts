/**
 * What Home Assistant accepts as a device discovery message, written down as facts from its own code (repository
 * home-assistant/core, Apache-2.0, read on 2026-11-21): components/mqtt/schemas.py (keys of device, origin, message and
 * availability, identifiers, unique_id), mqtt/sensor.py and mqtt/binary_sensor.py (keys of each platform and the checks
 * between them), mqtt/discovery.py (topic), components/sensor/const.py (units and state classes of device classes) and
 * components/binary_sensor (device classes). A message with one wrong key or pair is refused whole.
 */
const AVAILABILITY = [
  'availability',
  'availability_mode',
  'availability_topic',
  'availability_template',
  'payload_available',
  'payload_not_available',
] as const;
const MESSAGE_KEYS: readonly string[] = [
  'device',
  'components',
  'origin',
  'state_topic',
  'command_topic',
  'qos',
  'encoding',
  ...AVAILABILITY,
];
const DEVICE_KEYS: readonly string[] = [
  'identifiers',
  'connections',
  'manufacturer',
  'model',
  'model_id',
  'name',
  'hw_version',
  'serial_number',
  'sw_version',
  'via_device',
  'suggested_area',
  'configuration_url',
];
const ORIGIN_KEYS: readonly string[] = ['name', 'sw_version', 'support_url'];
const ENTITY_KEYS: readonly string[] = [
  'platform',
  'unique_id',
  'name',
  'state_topic',
  'value_template',
  'qos',
  'encoding',
  'icon',
  'entity_category',
  'entity_picture',
  'enabled_by_default',
  'json_attributes_topic',
  'json_attributes_template',
  'device_class',
  'expire_after',
  'force_update',
  ...AVAILABILITY,
];
const PLATFORM_KEYS: Readonly<Record<string, readonly string[]>> = {
  sensor: [...ENTITY_KEYS, 'last_reset_value_template', 'options', 'suggested_display_precision', 'state_class', 'unit_of_measurement'],
  binary_sensor: [...ENTITY_KEYS, 'off_delay', 'payload_on', 'payload_off'],
};
/** Device classes of sensors we may want, with their units and state classes. */
const SENSOR_CLASSES: Readonly<Record<string, { readonly units: readonly string[]; readonly states: readonly string[] }>> = {
  weight: { units: ['kg', 'g', 'mg', 'μg', 'oz', 'lb'], states: ['measurement', 'total', 'total_increasing'] },
  current: { units: ['A', 'mA'], states: ['measurement'] },
  distance: { units: ['mm', 'cm', 'm', 'km', 'in', 'ft', 'yd', 'mi'], states: ['measurement', 'total', 'total_increasing'] },
  duration: { units: ['d', 'h', 'min', 's', 'ms'], states: ['measurement', 'total', 'total_increasing'] },
};
const STATE_CLASSES: readonly string[] = ['measurement', 'measurement_angle', 'total', 'total_increasing'];
const BINARY_CLASSES: readonly string[] = [
  'running',
  'problem',
  'connectivity',
  'door',
  'moving',
  'occupancy',
  'opening',
  'safety',
  'tamper',
];

export const HA_TOPIC = /^[A-Za-z0-9_-]+\/device\/[a-zA-Z0-9_-]+\/config$/u;

type Values = Readonly<Record<string, unknown>>;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value);
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTopic = (value: unknown): boolean => typeof value === 'string' && /^[^#+\0]+$/u.test(value);
const strangers = (where: string, values: Values, known: readonly string[]): string[] =>
  Object.keys(values).flatMap((key) => (known.includes(key) ? [] : [`${where}: extra key ${key}`]));

/** Everything Home Assistant would not take in a device discovery message; empty when it is right. */
export function haFaults(message: unknown): readonly string[] {
  const { device, origin, components, ...others } = message as { device?: Values; origin?: Values; components?: Values };
  const faults = strangers('message', others, MESSAGE_KEYS);
  if (device === undefined || origin === undefined || components === undefined)
    return [...faults, 'device, origin and components are required'];
  const { identifiers, connections } = device;
  const isKnown = [identifiers, connections].some((list) => (Array.isArray(list) ? list.length > 0 : isText(list)));
  if (!isKnown) faults.push('device: needs an identifier or a connection');
  if (!isText(origin['name'])) faults.push('origin: name is required');
  faults.push(...strangers('device', device, DEVICE_KEYS), ...strangers('origin', origin, ORIGIN_KEYS));
  for (const [key, component] of Object.entries(components)) faults.push(...componentFaults(key, component as Values));
  const ids = Object.values(components).map((component) => (component as Values)['unique_id']);
  if (new Set(ids).size !== ids.length) faults.push('two entities have one unique_id');
  return faults;
}

function componentFaults(key: string, component: Values): readonly string[] {
  const known = PLATFORM_KEYS[textOf(component['platform'])];
  if (known === undefined) return [`${key}: platform`];
  const faults = strangers(key, component, known);
  for (const name of ['unique_id', 'name']) if (!isText(component[name])) faults.push(`${key}: ${name}`);
  if (!isTopic(component['state_topic'])) faults.push(`${key}: state_topic`);
  if ('availability' in component && 'availability_topic' in component) faults.push(`${key}: two kinds of availability`);
  if ('availability_topic' in component && !isTopic(component['availability_topic'])) faults.push(`${key}: availability_topic`);
  // Only what can be set is of category config: a sensor that says so is not added.
  if ('entity_category' in component && component['entity_category'] !== 'diagnostic') faults.push(`${key}: entity_category`);
  return [...faults, ...(component['platform'] === 'sensor' ? sensorFaults(key, component) : binaryFaults(key, component))];
}

function sensorFaults(key: string, sensor: Values): readonly string[] {
  const faults: string[] = [];
  const { state_class: state, suggested_display_precision: digits } = sensor;
  if (state !== undefined && !STATE_CLASSES.includes(textOf(state))) faults.push(`${key}: state_class`);
  if (digits !== undefined && !(Number.isInteger(digits) && Number(digits) >= 0)) faults.push(`${key}: suggested_display_precision`);
  if ('last_reset_value_template' in sensor && state !== 'total') faults.push(`${key}: last_reset_value_template`);
  if ('options' in sensor) faults.push(`${key}: options are for the class enum`);
  return [...faults, ...classFaults(key, sensor)];
}

function classFaults(key: string, { device_class: named, unit_of_measurement: unit, state_class: state }: Values): readonly string[] {
  if (named === undefined) return [];
  const rule = SENSOR_CLASSES[textOf(named)];
  if (rule === undefined) return [`${key}: device_class`];
  return [
    ...(rule.units.includes(textOf(unit)) ? [] : [`${key}: unit ${textOf(unit)} of ${textOf(named)}`]),
    ...(state === undefined || rule.states.includes(textOf(state)) ? [] : [`${key}: state class ${textOf(state)} of ${textOf(named)}`]),
  ];
}

const binaryFaults = (key: string, { device_class: named }: Values): readonly string[] =>
  named === undefined || BINARY_CLASSES.includes(textOf(named)) ? [] : [`${key}: device_class`];
