import type { HubConfig } from './config.ts';
import { haDiscoveryOf, haTopicOf } from './core/home-assistant.ts';
import type { LiveModel } from './core/live-model.ts';

/** Tells Home Assistant which devices there are. */
export interface Announcer {
  node(node: string): void;
  /** Takes a node's devices away. */
  forget(node: string): void;
  isBirthTopic(topic: string): boolean;
  /** Home Assistant says `online` when it has started: it is told everything again. */
  birth(text: string): void;
}

interface AnnouncerDeps {
  readonly config: HubConfig;
  readonly live: LiveModel;
  readonly publish: (topic: string, payload: string, options: { readonly retain: true }) => void;
  readonly version: string;
}

/** Announces nodes from their own descriptions, retained, unless it is switched off. */
export function createAnnouncer({ config, live, publish, version }: AnnouncerDeps): Announcer {
  const { enabled, prefix } = config.homeAssistant;
  const site = config.site.id;
  const node = (id: string): void => {
    const meta = live.nodeMeta(id);
    if (!enabled || meta === undefined) return;
    publish(haTopicOf(prefix, site, id), JSON.stringify(haDiscoveryOf({ site, node: id, meta, version })), { retain: true });
  };
  return {
    node,
    forget: (id) => {
      if (enabled && live.nodeMeta(id) !== undefined) publish(haTopicOf(prefix, site, id), '', { retain: true });
    },
    isBirthTopic: (topic) => enabled && topic === `${prefix}/status`,
    birth: (text) => {
      if (text === 'online') for (const known of live.nodes()) node(known.node);
    },
  };
}
