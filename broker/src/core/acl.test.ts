import { HUB_THINGS, type Topic, topicOf } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { MQTT_ROLES, type MqttRole, rightsOf } from './acl.ts';

const site = 'zuid';
const identity = {
  node: 'own',
  kiosk: 'own',
  admin: 'root',
  ingest: 'ingest-0',
  integration: 'ha',
  sensor: 'esp',
  guest: 'guest',
} as const;
const of = (role: MqttRole) => rightsOf(site, { username: identity[role], role, subject: identity[role] });

const nodeTopics = (node: string): Topic[] => [
  ...(['status', 'meta', 'rec', 'ack', 'cmd', 'cmd_result'] as const).map((type) => ({ type, site, node })),
  { type: 'state', site, node, device: 'scale-1' },
];
const kioskTopics = (kiosk: string): Topic[] => (['kiosk_health', 'kiosk_cmd'] as const).map((type) => ({ type, site, kiosk }));
const others = ['$SYS/b/new/clients', '$SYS/b/heartbeat', 'homeassistant/status', 'homeassistant/device/x/config', 'foreign', 'kw/v1', '/'];
const topics = [
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
const ordinary = topics.filter((topic) => !topic.startsWith('$'));
const MAY: Record<MqttRole, { publish: string[]; receive: string[] }> = {
  admin: { publish: ordinary, receive: topics },
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

describe.each(MQTT_ROLES)('role %s', (role) => {
  const rights = of(role);
  it.each(topics)('on %s', (topic) => {
    expect({ publish: rights.publish(topic), subscribe: rights.subscribe(topic), forward: rights.forward(topic) }).toEqual({
      publish: MAY[role].publish.includes(topic),
      subscribe: MAY[role].receive.includes(topic),
      forward: MAY[role].receive.includes(topic),
    });
  });

  it('may not widen its rights with wildcards', () => {
    const wide = ['#', '+/#', 'kw/#', 'kw/v1/zuid/#', 'kw/v1/+/own/ack', 'kw/v1/zuid/+/ack', 'kw/v1/zuid/own/#', '$SYS/#', '+/+/+/+/cmd'];
    expect(wide.filter((filter) => rights.subscribe(filter))).toEqual(role === 'admin' ? wide : []);
  });

  it('cannot publish to $SYS', () => {
    expect(rights.publish('$SYS/broker/x')).toBe(false);
  });
});
