import { TOPIC_ROOT } from '@kringwijzer/contract';
import { type FilterLevels, filterCovers, filterMatches, parseFilter } from './topic-filter.ts';

/** Roles of machines on MQTT. People never log in here: they have the HTTP API. */
export const MQTT_ROLES = ['admin', 'ingest', 'node', 'kiosk', 'integration', 'sensor', 'guest'] as const;
export type MqttRole = (typeof MQTT_ROLES)[number];
/** Roles of all machines: those of MQTT, and readers of figures, who have the HTTP API alone. */
export type MachineRole = MqttRole | 'reader';

/** Who is connected: `subject` is the node or kiosk id the name stands for. */
export interface MqttIdentity {
  readonly username: string;
  readonly role: MqttRole;
  readonly subject: string;
}

interface Rule {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** What each role may do; `%s` is the site, `%u` the subject, `%f` each topic of the mapping file. What is not listed is refused. */
export const ACL_RULES: Readonly<Record<MqttRole, Rule>> = {
  admin: { publish: ['#'], subscribe: ['#', '$SYS/#'] },
  ingest: {
    publish: [`${TOPIC_ROOT}/%s/+/ack`, `${TOPIC_ROOT}/%s/+/cmd`, `${TOPIC_ROOT}/%s/hub/+`],
    subscribe: [
      `${TOPIC_ROOT}/%s/+/rec`,
      `${TOPIC_ROOT}/%s/+/status`,
      `${TOPIC_ROOT}/%s/+/meta`,
      `${TOPIC_ROOT}/%s/+/+/state`,
      `${TOPIC_ROOT}/%s/+/cmd/result`,
    ],
  },
  node: {
    publish: [
      `${TOPIC_ROOT}/%s/%u/status`,
      `${TOPIC_ROOT}/%s/%u/meta`,
      `${TOPIC_ROOT}/%s/%u/rec`,
      `${TOPIC_ROOT}/%s/%u/+/state`,
      `${TOPIC_ROOT}/%s/%u/cmd/result`,
    ],
    subscribe: [`${TOPIC_ROOT}/%s/%u/ack`, `${TOPIC_ROOT}/%s/%u/cmd`],
  },
  kiosk: { publish: [`${TOPIC_ROOT}/%s/kiosk/%u/health`], subscribe: [`${TOPIC_ROOT}/%s/kiosk/%u/cmd`] },
  integration: {
    publish: ['homeassistant/status'],
    subscribe: [
      `${TOPIC_ROOT}/%s/+/status`,
      `${TOPIC_ROOT}/%s/+/meta`,
      `${TOPIC_ROOT}/%s/+/rec`,
      `${TOPIC_ROOT}/%s/+/+/state`,
      `${TOPIC_ROOT}/%s/hub/+`,
      'homeassistant/#',
    ],
  },
  sensor: { publish: ['%f'], subscribe: [] },
  guest: { publish: [], subscribe: [`${TOPIC_ROOT}/%s/hub/+`] },
};

/** Rights of one identity on one site, ready to be asked for each message. */
export interface Rights {
  /** May this topic be published? */
  publish(topic: string): boolean;
  /** May this filter be subscribed to? Only when all it can match is allowed. */
  subscribe(filter: string): boolean;
  /** May a message on this topic be handed over? Asked for each delivery, so a right that is taken back stops at once. */
  forward(topic: string): boolean;
}

/**
 * The rights of an identity. Ids are checked where identities are made, so `%u` can hold no wildcard; `foreign` are the
 * filters of the mapping file.
 */
export function rightsOf(site: string, identity: MqttIdentity, foreign: readonly string[] = []): Rights {
  const fill = (filters: readonly string[]): readonly FilterLevels[] =>
    filters
      .flatMap((filter) => (filter === '%f' ? foreign : [filter]))
      .map((filter) => filter.split('/').map((level) => (level === '%s' ? site : level === '%u' ? identity.subject : level)));
  const publish = fill(ACL_RULES[identity.role].publish);
  const subscribe = fill(ACL_RULES[identity.role].subscribe);
  return {
    publish: (topic) => matchesAny(publish, topic),
    subscribe: (filter) => {
      const asked = parseFilter(filter);
      return asked !== undefined && subscribe.some((allowed) => filterCovers(allowed, asked));
    },
    forward: (topic) => matchesAny(subscribe, topic),
  };
}

function matchesAny(filters: readonly FilterLevels[], topic: string): boolean {
  const levels = topic.split('/');
  return filters.some((filter) => filterMatches(filter, levels));
}
