/** What each series of ours means. */
const SERIES_DEFINITIONS: Readonly<Record<string, string>> = {
  'scale_weight gross_g': 'mean gross mass on the receptor in a window that starts at the time',
  'scale_weight net_g': 'last settled net mass (gross minus tare) of the window',
  'deposit mass_g': 'settled rise of net mass made by a visitor, at the moment it was settled',
  'removal mass_g': 'settled fall of net mass that is not an emptying',
  'emptying mass_g': 'mass that left when the container was emptied or swapped',
  'door_passages count': 'people counted in one direction in the minute that starts at the time',
  'door_missed count': 'pulses seen only by their end in that minute: a lower bound of what was missed',
  'tool_use run_s': 'seconds a tool ran from the time on, cut at whole hours',
  'tool_use sessions': 'runs of a tool, at their start',
  'container_level distance_mm': 'mean distance from the sensor to the contents in the minute',
  'container_level fill_ratio': 'share of the container that is filled, 0 to 1',
  'node_health uptime_s': 'time since the start of the node software',
  'node_health rss_mb': 'memory of the node software',
  'node_health cpu_ratio': 'load of the processor, 1 is one core',
  'node_health temperature_c': 'temperature of the processor',
  'node_health throttled': '1 when the processor was slowed down',
  'node_health undervoltage': '1 when the supply voltage was too low',
  'node_health disk_free_mb': 'free space on the disk of the node',
  'node_health spool_records': 'records waiting to be sent',
  'node_health spool_age_s': 'age of the oldest record waiting',
  'kiosk_opinion count': 'taps on a face in the hour that starts at the time; suspect ones have burst yes',
  'kiosk_stream mass_g': 'mass of gifts of which visitors told the stream, in the hour that starts at the time',
  'kiosk_stream count': 'gifts of which visitors told the stream, in the hour that starts at the time',
  'node_health restarts': 'restarts of the node software by its service manager',
};

/** What a series means, in a sentence. */
export const definitionOf = ({ measurement, field }: { readonly measurement: string; readonly field: string }): string =>
  SERIES_DEFINITIONS[`${measurement} ${field}`] ?? 'no definition is known';

/** What each aggregate means. */
export const AGGREGATE_DEFINITIONS = {
  n: 'number of stored values',
  sum: 'sum of the values',
  mean: 'sum divided by n',
  min: 'lowest value',
  max: 'highest value',
  first: 'earliest value',
  last: 'latest value',
  p50: 'median, nearest rank',
  p95: '95th percentile, nearest rank',
  p99: '99th percentile, nearest rank',
} as const;
