import type { Counters } from './core/counters.ts';
import type { Job } from './jobs.ts';
import type { MqttHub } from './ports/mqtt-hub.ts';

interface SysDeps {
  readonly mqtt: MqttHub;
  readonly counters: Counters;
  readonly version: string;
}

const EVERY_MS = 10_000;

/** Publishes the broker's own figures under the names mosquitto uses, for tools that know those. Administrators only. */
export function sysJob({ mqtt, counters, version }: SysDeps): Job {
  const total = (name: string): string => String(counters.get(name));
  const figures = (): Readonly<Record<string, string>> => ({
    version: `kringwijzer ${version}`,
    uptime: `${Math.round(process.uptime())} seconds`,
    'clients/connected': String(mqtt.clients().length),
    'heap/current': String(process.memoryUsage().heapUsed),
    'records/stored': total('kringwijzer_records_stored_total'),
    'records/duplicate': total('kringwijzer_records_duplicate_total'),
    'store/failures': total('kringwijzer_store_failures_total'),
  });
  return {
    name: 'sys',
    everyMs: EVERY_MS,
    run: async () => {
      for (const [name, value] of Object.entries(figures())) mqtt.publish(`$SYS/broker/${name}`, value, { retain: true });
    },
  };
}
