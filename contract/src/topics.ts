import { idSchema, nodeIdSchema, RESERVED_DEVICE_IDS } from './ids.ts';

/** First two levels of every topic. */
export const TOPIC_ROOT = 'kw/v1';

/** What a hub publishes about a site, retained. */
export const HUB_THINGS = ['fill', 'forecast', 'occupancy', 'totals', 'alerts'] as const;
export type HubThing = (typeof HUB_THINGS)[number];

/** A topic taken apart. */
export type Topic =
  | { readonly type: 'status' | 'meta' | 'rec' | 'ack' | 'cmd' | 'cmd_result'; readonly site: string; readonly node: string }
  | { readonly type: 'state'; readonly site: string; readonly node: string; readonly device: string }
  | { readonly type: 'hub'; readonly site: string; readonly thing: HubThing }
  | { readonly type: 'kiosk_health' | 'kiosk_cmd'; readonly site: string; readonly kiosk: string };

const NODE_LEAVES = { status: 'status', meta: 'meta', rec: 'rec', ack: 'ack', cmd: 'cmd' } as const;

/** The topic's text. Throws ZodError when an id is not an id. */
export function topicOf(topic: Topic): string {
  const site = `${TOPIC_ROOT}/${idSchema.parse(topic.site)}`;
  switch (topic.type) {
    case 'state':
      return `${site}/${nodeIdSchema.parse(topic.node)}/${idSchema.parse(topic.device)}/state`;
    case 'cmd_result':
      return `${site}/${nodeIdSchema.parse(topic.node)}/cmd/result`;
    case 'hub':
      return `${site}/hub/${topic.thing}`;
    case 'kiosk_health':
      return `${site}/kiosk/${idSchema.parse(topic.kiosk)}/health`;
    case 'kiosk_cmd':
      return `${site}/kiosk/${idSchema.parse(topic.kiosk)}/cmd`;
    default:
      return `${site}/${nodeIdSchema.parse(topic.node)}/${NODE_LEAVES[topic.type]}`;
  }
}

const isId = (text: string | undefined): text is string => text !== undefined && idSchema.safeParse(text).success;
const isDevice = (text: string): boolean => !(RESERVED_DEVICE_IDS as readonly string[]).includes(text);

/** The parts of a topic's text, or undefined when it is not one of ours. Never throws. */
export function parseTopic(text: string): Topic | undefined {
  const [root, version, site, node, third, fourth, ...rest] = text.split('/');
  if (`${root}/${version}` !== TOPIC_ROOT || rest.length > 0 || !isId(site) || !isId(node) || !isId(third)) return undefined;
  if (node === 'hub') return fourth === undefined ? parseHubTopic(site, third) : undefined;
  if (node === 'kiosk') return parseKioskTopic(site, third, fourth);
  return parseNodeTopic(site, node, third, fourth);
}

function parseHubTopic(site: string, thing: string): Topic | undefined {
  const known = HUB_THINGS.find((name) => name === thing);
  return known && { type: 'hub', site, thing: known };
}

function parseKioskTopic(site: string, kiosk: string, leaf: string | undefined): Topic | undefined {
  if (leaf === 'health') return { type: 'kiosk_health', site, kiosk };
  return leaf === 'cmd' ? { type: 'kiosk_cmd', site, kiosk } : undefined;
}

function parseNodeTopic(site: string, node: string, third: string, fourth: string | undefined): Topic | undefined {
  if (fourth === undefined) {
    const type = Object.values(NODE_LEAVES).find((leaf) => leaf === third);
    return type && { type, site, node };
  }
  if (third === 'cmd' && fourth === 'result') return { type: 'cmd_result', site, node };
  return fourth === 'state' && isDevice(third) ? { type: 'state', site, node, device: third } : undefined;
}
