import { HUB_THINGS, PAYLOAD_MAX_BYTES, type Topic, topicOf } from '@kringwijzer/contract';
import { ACL_RULES, MQTT_ROLES, rightsOf } from '../core/acl.ts';

interface TopicDoc {
  readonly topic: Topic;
  readonly retained: string;
  readonly writer: string;
  readonly payload: string;
}

const site = 'SITE';
const node = 'NODE';
// Placeholders stand for ids; real ids hold small letters only, so the builder gets ids and the page gets names.
const ids = { site: 'site', node: 'node', device: 'device', kiosk: 'kiosk-1' } as const;
const DOCS: readonly TopicDoc[] = [
  {
    topic: { type: 'status', ...ids },
    retained: 'yes',
    writer: 'node',
    payload: '`statusSchema`: birth `online`, clean stop `offline`, will `lost`',
  },
  { topic: { type: 'meta', ...ids }, retained: 'yes', writer: 'node', payload: '`metaSchema`: the devices of the node' },
  {
    topic: { type: 'state', ...ids },
    retained: 'yes',
    writer: 'node',
    payload: 'latest value of a device, at most 4 a second; only a newer `at` replaces',
  },
  { topic: { type: 'rec', ...ids }, retained: 'no', writer: 'node', payload: '`batchSchema`: records with their sequence numbers' },
  {
    topic: { type: 'ack', ...ids },
    retained: 'no',
    writer: 'hub',
    payload:
      '`ackSchema`: this batch is on disk: `{boot, upTo}`, with its first `seq0` when that is not 0; `rejected` names records that can never be stored',
  },
  { topic: { type: 'cmd', ...ids }, retained: 'no', writer: 'hub', payload: '`commandSchema`, with a time limit' },
  { topic: { type: 'cmd_result', ...ids }, retained: 'no', writer: 'node', payload: '`commandResultSchema`' },
  ...HUB_THINGS.map(
    (thing): TopicDoc => ({ topic: { type: 'hub', site: ids.site, thing }, retained: 'yes', writer: 'hub', payload: 'derived figures' }),
  ),
  { topic: { type: 'kiosk_health', ...ids }, retained: 'yes', writer: 'kiosk', payload: '`kioskHealthSchema`' },
  { topic: { type: 'kiosk_cmd', ...ids }, retained: 'no', writer: 'hub', payload: '`kioskCommandSchema`' },
];

/** The text of docs/topics.md: every topic, and what each role may do with it, asked of the code that decides it. */
export function topicsPage(): string {
  const rows = DOCS.map((doc) => `| \`${shown(topicOf(doc.topic))}\` | ${doc.retained} | ${doc.writer} | ${doc.payload} |`);
  const rights = DOCS.map(
    (doc) => `| \`${shown(topicOf(doc.topic))}\` | ${MQTT_ROLES.map((role) => rightOf(role, topicOf(doc.topic))).join(' | ')} |`,
  );
  const rules = MQTT_ROLES.map(
    (role) => `- **${role}** publishes ${listOf(ACL_RULES[role].publish)}; subscribes to ${listOf(ACL_RULES[role].subscribe)}.`,
  );
  return `# MQTT topics

Made from \`contract/src\` and \`broker/src/core/acl.ts\` by \`npm run docs\`. Payloads are JSON in UTF-8, at most ${PAYLOAD_MAX_BYTES} bytes;
unknown keys are refused. A message that is not valid is counted under its code, logged once a minute per sender, acknowledged and dropped.

| topic | retained | who writes | what |
| --- | --- | --- | --- |
${rows.join('\n')}

## Rights

\`w\` may publish, \`r\` may subscribe and receive; a node and a kiosk only under their own id. The same rule is asked on publish, on subscribe
(a filter is allowed only when everything it can match is allowed) and again on each delivery, so a right that is taken back stops at once.

| topic | ${MQTT_ROLES.join(' | ')} |
| --- | ${MQTT_ROLES.map(() => '---').join(' | ')} |
${rights.join('\n')}

The rules themselves; \`%s\` is the site, \`%u\` the id of the one who is connected and \`%f\` each topic of the
mapping file of foreign sensors (docs/foreign-sensors.md):

${rules.join('\n')}

\`$SYS/#\` is for administrators. \`$share\` does not exist here and is refused. Client id = user name; users that are not a node or a kiosk may add
\`.word\` to run several clients.
`;
}

const shown = (topic: string): string =>
  topic
    .split('/')
    .map((level, index) =>
      index === 2 ? site : level === ids.node ? node : level === ids.device ? 'DEVICE' : level === ids.kiosk ? 'KIOSK' : level,
    )
    .join('/');

function rightOf(role: (typeof MQTT_ROLES)[number], topic: string): string {
  const subject = role === 'kiosk' ? ids.kiosk : ids.node;
  const rights = rightsOf(ids.site, { username: subject, role, subject });
  return `${rights.publish(topic) ? 'w' : ''}${rights.forward(topic) ? 'r' : ''}` || '-';
}

const listOf = (filters: readonly string[]): string =>
  filters.length === 0 ? 'nothing' : filters.map((filter) => `\`${filter}\``).join(', ');
