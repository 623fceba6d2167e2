import { CONTRACT_VERSION, type CommandResult, type NodeMeta, type NodeStatus, topicOf } from '@kringwijzer/contract';
import type { NodeConfig } from './config/node-schema.ts';
import type { Device } from './devices/device.ts';
import type { NodeTime } from './node-time.ts';
import type { Message } from './ports/hub-link.ts';
import { NODE_VERSION } from './version.ts';

export interface NodeIdentityOptions {
  readonly boot: string;
  readonly time: NodeTime;
  /** True when the program that starts the node passes simulated parts in. */
  readonly isSimulated: boolean;
}

/** What the node says of itself: status and description, both retained. */
export class NodeIdentity {
  readonly ackTopic: string;
  readonly commandTopic: string;
  readonly recordTopic: string;
  readonly #config: NodeConfig;
  readonly #options: NodeIdentityOptions;

  constructor(config: NodeConfig, options: NodeIdentityOptions) {
    this.#config = config;
    this.#options = options;
    const { site, node } = config;
    this.ackTopic = topicOf({ type: 'ack', site, node });
    this.recordTopic = topicOf({ type: 'rec', site, node });
    this.commandTopic = topicOf({ type: 'cmd', site, node });
  }

  status(state: NodeStatus['state']): Message {
    const { boot, time } = this.#options;
    const value: NodeStatus = { state, boot, version: NODE_VERSION, at: time.toWallMs(time.nowMs()) };
    return retained(topicOf({ type: 'status', site: this.#config.site, node: this.#config.node }), value);
  }

  result(result: CommandResult): Message {
    const { site, node } = this.#config;
    return { topic: topicOf({ type: 'cmd_result', site, node }), payload: JSON.stringify(result), qos: 1, retain: false };
  }

  meta(devices: readonly Device[]): Message {
    const { site, node, name } = this.#config;
    const value: NodeMeta = {
      contract: CONTRACT_VERSION,
      name: name ?? node,
      version: NODE_VERSION,
      simulated: this.#options.isSimulated || this.#config.devices.some((device) => ['simulated', 'replay'].includes(device.driver.type)),
      devices: devices.map((device) => device.meta()),
    };
    return retained(topicOf({ type: 'meta', site, node }), value);
  }
}

const retained = (topic: string, value: NodeStatus | NodeMeta): Message => ({
  topic,
  payload: JSON.stringify(value),
  qos: 1,
  retain: true,
});
