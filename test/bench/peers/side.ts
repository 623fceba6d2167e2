import type { MqttClient } from 'mqtt';
import type { Confirmed } from './publishers.ts';

/** One of those compared: a broker with its database, empty at the start. */
export interface Side {
  connect(node: number): Promise<MqttClient>;
  /** `kill -9` of the broker. */
  killBroker(): Promise<void>;
  /** Brings a killed broker back, and resolves when nothing more comes into the database. */
  settle(): Promise<void>;
  /** Confirmed records the database has now. */
  stored(confirmed: Confirmed): Promise<number>;
  /** Processor time of all its processes so far, seconds. */
  cpuS(): number;
  /** Sum of the highest resident memory of its processes, MB. */
  peakMb(): number;
  stop(): Promise<void>;
}
