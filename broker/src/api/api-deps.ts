import type { Logger } from 'pino';
import type { LiveStream } from '../adapters/http/live-stream.ts';
import type { Alarms } from '../alarms/alarms.ts';
import type { HubConfig } from '../config.ts';
import type { Content } from '../content/content.ts';
import type { Commands } from '../core/commands.ts';
import type { Completeness } from '../core/completeness.ts';
import type { Counters } from '../core/counters.ts';
import type { LiveModel } from '../core/live-model.ts';
import type { Machines } from '../core/machines.ts';
import type { People } from '../core/people.ts';
import type { LogLevels } from '../log-levels.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import type { HubMirror } from '../open-store.ts';
import type { HubDb } from '../ports/hub-db.ts';
import type { MqttHub } from '../ports/mqtt-hub.ts';
import type { SeriesStore } from '../ports/series-store.ts';
import type { StaffWork } from '../staff-work.ts';

/** What a route of staff's own work may use. */
export interface WorkDeps extends ApiDeps {
  readonly work: StaffWork;
}

/** What a route may use. */
export interface ApiDeps {
  readonly config: HubConfig;
  readonly people: People;
  readonly machines: Machines;
  readonly live: LiveModel;
  readonly stream: LiveStream;
  readonly store: SeriesStore;
  /** What follows the store in InfluxDB, when there is such a thing. */
  readonly mirror?: HubMirror | undefined;
  readonly commands: Commands;
  readonly mqtt: Pick<MqttHub, 'clients'>;
  readonly counters: Counters;
  /** What staff write down beside the sensors. */
  readonly work?: StaffWork;
  readonly audit: HubDb['audit'];
  /** What the hub watches over, and who is told. */
  readonly alarms?: Alarms;
  /** How complete the records of each node are, measured now. */
  readonly completeness: () => Promise<readonly Completeness[]>;
  /** Registers, figures and reports of the site. */
  readonly monitoring?: Monitoring;
  /** What visitors see on the kiosks, and its editor. */
  readonly content?: Content;
  readonly logLevels: Pick<LogLevels, 'get' | 'set'>;
  readonly nowMs: () => number;
  readonly log: Logger;
  /** How a node that asked from this address, under this name of ours, reaches the broker. */
  readonly enrolment: (request: { readonly ip: string; readonly hostname: string }) => {
    readonly mqttUrl: string;
    readonly caPem?: string;
  };
  readonly secureCookies: boolean;
}
