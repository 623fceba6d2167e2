import { HUB_THINGS, type Topic, topicOf } from '@kringwijzer/contract';
import type { MqttRole } from '../src/core/acl.ts';

export const ACL_SITE = 'zuid';
const site = ACL_SITE;
/** Name of somebody in each role; a node and a kiosk are called after what they are. */
export const ACL_NAMES = {
  node: 'own',
  kiosk: 'own',
  admin: 'root',
  ingest: 'ingest-0',
  integration: 'ha',
  sensor: 'esp',
  guest: 'guest',
} as const;
const nodeTopics = (node: string): Topic[] => [
  ...(['status', 'meta', 'rec', 'ack', 'cmd', 'cmd_result'] as const).map((type) => ({ type, site, node })),
  { type: 'state', site, node, device: 'scale-1' },
];
const kioskTopics = (kiosk: string): Topic[] => (['kiosk_health', 'kiosk_cmd'] as const).map((type) => ({ type, site, kiosk }));
const others = ['$SYS/b/new/clients', '$SYS/b/heartbeat', 'homeassistant/status', 'homeassistant/device/x/config', 'foreign', 'kw/v1', '/'];
/** Topics of every kind there is, own and of others, of this site and of another. */
export const ACL_TOPICS: readonly string[] = [
  ...nodeTopics('own'),
  ...nodeTopics('other'),
  ...nodeTopics('own').map((topic) => ({ ...topic, site: 'noord' })),
  ...kioskTopics('own'),
  ...kioskTopics('other'),
  ...HUB_THINGS.map((thing): Topic => ({ type: 'hub', site, thing })),
]
  .map(topicOf)
  .concat(others);

/** The whole truth, written down by hand: anything not here must be refused. */
const own = (leaf: string): string => `kw/v1/zuid/own/${leaf}`;
const both = (leaf: string): string[] => [own(leaf), `kw/v1/zuid/other/${leaf}`];
const hub = HUB_THINGS.map((thing) => `kw/v1/zuid/hub/${thing}`);
const readable = [...both('status'), ...both('meta'), ...both('rec'), ...both('scale-1/state')];
const ordinary = ACL_TOPICS.filter((topic) => !topic.startsWith('$'));
export const ACL_TABLE: Readonly<Record<MqttRole, { readonly publish: readonly string[]; readonly receive: readonly string[] }>> = {
  admin: { publish: ordinary, receive: ACL_TOPICS },
  ingest: { publish: [...both('ack'), ...both('cmd'), ...hub], receive: [...readable, ...both('cmd/result')] },
  node: {
    publish: [own('status'), own('meta'), own('rec'), own('cmd/result'), own('scale-1/state')],
    receive: [own('ack'), own('cmd')],
  },
  kiosk: { publish: ['kw/v1/zuid/kiosk/own/health'], receive: ['kw/v1/zuid/kiosk/own/cmd'] },
  integration: {
    publish: ['homeassistant/status'],
    receive: [...readable, ...hub, 'homeassistant/status', 'homeassistant/device/x/config'],
  },
  sensor: { publish: [], receive: [] },
  guest: { publish: [], receive: hub },
};
