import type { Ack, Batch, Command, CommandResult, EnrolResponse, KwRecord, NodeMeta } from '@kringwijzer/contract';
import { topicOf } from '@kringwijzer/contract';
import { connectAsync } from 'mqtt';

const BOOT = 'bbbbbbbbbbbbbbbb';

/** A node that does what a test tells it, over real MQTT with its own credential. */
export interface ScriptedNode {
  /** Publishes the latest value of a device. */
  state(device: string, value: object): Promise<void>;
  /** Sends records in one batch; resolves when the hub has acknowledged them. */
  record(...records: KwRecord[]): Promise<void>;
  /** What it answers to commands from now on; without one it does not answer. */
  onCommand: ((command: Command) => Omit<CommandResult, 'id'>) | undefined;
  /** Commands that came in, oldest first. */
  readonly commands: readonly Command[];
  stop(): Promise<void>;
}

/** Connects with an enrolled credential and says what devices it has. */
export async function startScriptedNode(options: { mqttUrl: string; credential: EnrolResponse; meta: NodeMeta }): Promise<ScriptedNode> {
  const { credential, meta } = options;
  const { site, node, username, password } = credential;
  const client = await connectAsync(options.mqttUrl, { username, password, clientId: username, protocolVersion: 4, reconnectPeriod: 200 });
  const commands: Command[] = [];
  const acked = new Map<number, () => void>();
  let seq = 0;
  const publish = (topic: string, value: unknown, retain: boolean): Promise<unknown> =>
    client.publishAsync(topic, JSON.stringify(value), { qos: 1, retain });
  const scripted: ScriptedNode = {
    commands,
    onCommand: undefined,
    state: async (device, value) => void (await publish(topicOf({ type: 'state', site, node, device }), value, true)),
    record: async (...records) => {
      const seq0 = seq;
      seq += records.length;
      const done = new Promise<void>((resolve) => acked.set(seq - 1, resolve));
      await publish(topicOf({ type: 'rec', site, node }), { boot: BOOT, seq0, clock: 'synced', records } satisfies Batch, false);
      await done;
    },
    stop: () => client.endAsync(true),
  };
  client.on('message', (topic, payload) => {
    const value: unknown = JSON.parse(payload.toString());
    if (topic.endsWith('/ack')) acked.get((value as Ack).upTo)?.();
    else answer(value as Command);
  });
  function answer(command: Command): void {
    commands.push(command);
    const result = scripted.onCommand?.(command);
    if (result !== undefined) void publish(topicOf({ type: 'cmd_result', site, node }), { id: command.id, ...result }, false);
  }
  await client.subscribeAsync([topicOf({ type: 'ack', site, node }), topicOf({ type: 'cmd', site, node })], { qos: 1 });
  await publish(topicOf({ type: 'status', site, node }), { state: 'online', boot: BOOT, version: '0.1.0', at: Date.now() }, true);
  await publish(topicOf({ type: 'meta', site, node }), meta, true);
  return scripted;
}
