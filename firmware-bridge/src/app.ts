import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, DAY_MS, KwError, NODE_DEVICE } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { systemClockEvidence } from './adapters/clock-evidence.ts';
import { createDrivers, type InjectedSources } from './adapters/drivers.ts';
import { HealthProbe } from './adapters/health-probe.ts';
import { connectMqtt } from './adapters/mqtt-connect.ts';
import { type MqttConnect, MqttLink } from './adapters/mqtt-link.ts';
import { openSerialPort } from './adapters/safe-serialport.ts';
import { type SdEnvironment, sdNotify } from './adapters/sd-notify.ts';
import { SqliteSpool } from './adapters/sqlite-spool.ts';
import { systemClock } from './adapters/system-clock.ts';
import type { NodeConfig } from './config/node-schema.ts';
import { CommandDesk } from './delivery/command-desk.ts';
import { Delivery, type DeliveryCounts } from './delivery/delivery.ts';
import { StatePublisher } from './delivery/state-publisher.ts';
import { createDevice } from './devices/create-device.ts';
import type { Device, DeviceContext, DeviceOutlet } from './devices/device.ts';
import { performCommand } from './devices/perform-command.ts';
import { NodeIdentity } from './node-identity.ts';
import { NodeTime } from './node-time.ts';
import type { Clock, ClockEvidence } from './ports/clock.ts';
import type { Message } from './ports/hub-link.ts';
import type { OpenSerial } from './ports/serial.ts';
import type { SpoolDepth } from './ports/spool.ts';
import { NODE_VERSION } from './version.ts';

const HOUSEKEEPING_MS = 60_000;

/** What the node gets from outside; everything but the log has a real default. */
export interface NodeDeps {
  readonly log: Logger;
  /** Time of the devices; a simulated one may run faster than real time. The line to the hub always runs in real time. */
  readonly clock?: Clock;
  readonly clockEvidence?: ClockEvidence;
  readonly openSerial?: OpenSerial;
  readonly sources?: InjectedSources;
  readonly mqttConnect?: MqttConnect;
  /** Random number 0..1 for jitter. */
  readonly random?: () => number;
  /** What systemd gave the process; absent means no notification. */
  readonly systemd?: SdEnvironment;
}

/** A running node. */
export interface RunningNode {
  readonly boot: string;
  /** True while the line to the hub is up. */
  readonly isConnected: () => boolean;
  readonly depth: () => SpoolDepth;
  readonly counts: () => Readonly<DeliveryCounts>;
  /** Commits and closes everything in reverse order. May be called twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a node and resolves when its devices run; the hub may be away. Rejects with KW_DATA_NOT_WRITABLE,
 * KW_CONFIG_UNREADABLE (authority file) and KW_CONFIG_INVALID (numbers that cannot be).
 */
export async function startNode(config: NodeConfig, deps: NodeDeps): Promise<RunningNode> {
  const all = { ...DEFAULTS, ...deps };
  const { log, clock } = all;
  const time = new NodeTime({ clock, evidence: all.clockEvidence });
  const caPem = config.hub.caFile === undefined ? undefined : readPem(config.hub.caFile);
  const spool = openSpool(config, time, log);
  const isSimulated = deps.sources !== undefined || deps.openSerial !== undefined;
  const identity = new NodeIdentity(config, { boot: spool.boot, time, isSimulated });
  const link = new MqttLink({
    url: config.hub.url,
    user: config.hub.user ?? config.node,
    password: config.hub.password,
    caPem,
    will: () => identity.status('lost'),
    subscriptions: [identity.ackTopic, identity.commandTopic],
    timers: systemClock,
    random: all.random,
    log: log.child({ component: 'link' }),
    connect: all.mqttConnect,
  });
  const say = (message: Message): void => {
    // When the line goes down meanwhile, these words are said again when it comes back.
    link.publish(message).catch(() => undefined);
  };
  const states = new StatePublisher({
    site: config.site,
    node: config.node,
    link,
    timers: systemClock,
    toWallMs: (ms) => time.toWallMs(ms),
  });
  const devices: Device[] = [];
  const desk = createDesk({ log, time, boot: spool.boot, devices, reply: (result) => say(identity.result(result)) });
  const outlet: DeviceOutlet = {
    record: (record) => void spool.append(record),
    state: (device, value) => states.offer(device, value),
    answer: (answer) => desk.answer(answer),
    metaChanged: () => say(identity.meta(devices)),
    remember: (device, memory) => spool.remember(device, memory),
  };
  addDevices(devices, config, all, contextOf(config, { clock, time, log, outlet, spool }));
  const delivery = new Delivery({
    spool,
    link,
    topic: identity.recordTopic,
    timers: systemClock,
    random: all.random,
    log: log.child({ component: 'delivery' }),
    ...config.delivery,
    isHeld: () => time.offsetMs() === undefined && time.uptimeMs() < config.delivery.holdUnsyncedS * 1_000,
  });
  return run({ config, deps: all, time, spool, link, states, desk, devices, delivery, identity, say });
}

const DEFAULTS = {
  clock: systemClock,
  openSerial: openSerialPort,
  sources: {},
  mqttConnect: connectMqtt,
  random: Math.random,
  systemd: {},
  clockEvidence: systemClockEvidence(),
} as const satisfies Omit<NodeDeps, 'log'>;

type AllDeps = Required<NodeDeps>;

interface DeskParts {
  readonly log: Logger;
  readonly time: NodeTime;
  readonly boot: string;
  readonly devices: readonly Device[];
  readonly reply: (result: CommandResult) => void;
}

function createDesk({ log, time, boot, devices, reply }: DeskParts): CommandDesk {
  const desk: CommandDesk = new CommandDesk({
    log: log.child({ component: 'commands' }),
    wallMs: () => (time.offsetMs() === undefined ? undefined : time.toWallMs(time.nowMs())),
    perform: (command) => performCommand(command, devices, { version: NODE_VERSION, boot, answer: (answer) => desk.answer(answer) }),
    reply,
  });
  return desk;
}

function addDevices(devices: Device[], config: NodeConfig, deps: AllDeps, context: DeviceContext): void {
  const drivers = createDrivers(deps.openSerial, deps.sources);
  try {
    for (const device of config.devices) devices.push(createDevice(device, drivers, context));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new KwError('KW_CONFIG_INVALID', { file: 'of the node', reason: error.message }, { cause: error });
  }
}

/** Everything of a node, wired and not yet started. */
interface Parts {
  readonly config: NodeConfig;
  readonly deps: AllDeps;
  readonly time: NodeTime;
  readonly spool: SqliteSpool;
  readonly link: MqttLink;
  readonly states: StatePublisher;
  readonly desk: CommandDesk;
  readonly devices: readonly Device[];
  readonly delivery: Delivery;
  readonly identity: NodeIdentity;
  readonly say: (message: Message) => void;
}

function run(parts: Parts): RunningNode {
  const { config, deps, time, spool, link, devices, delivery, identity } = parts;
  listen(parts);
  const notify = sdNotify(deps.systemd, deps.log);
  const probe = new HealthProbe({
    dataDir: config.dataDir,
    depth: () => spool.depth(),
    nodeMs: () => time.nowMs(),
    wallOf: (ms) => time.toWallMs(ms),
    restarts: restartsOf(deps.systemd),
  });
  const cancels = [
    deps.clock.every(config.healthEveryS * 1_000, () => void recordHealth(probe, spool, deps.log)),
    systemClock.every(HOUSEKEEPING_MS, () => spool.keepHouse()),
    ...(notify.everyMs === undefined ? [] : [systemClock.every(notify.everyMs, notify.alive)]),
  ];
  time.start();
  for (const device of devices) device.start();
  link.start();
  notify.ready(`${devices.length} devices`);
  const stop = async (): Promise<void> => {
    notify.stopping();
    for (const cancel of cancels) cancel();
    await Promise.all(devices.map((device) => device.stop()));
    spool.flush();
    parts.states.stop();
    delivery.stop();
    await link.stop([identity.status('offline')]);
    time.stop();
    spool.close();
  };
  let stopping: Promise<void> | undefined;
  return {
    boot: spool.boot,
    isConnected: () => link.isUp(),
    depth: () => spool.depth(),
    counts: () => delivery.counts,
    stop: () => (stopping ??= stop()),
  };
}

/** What comes in over the line, and what is said when it comes up. */
function listen({ link, identity, devices, delivery, desk, time, say, spool, deps }: Parts): void {
  link.onUp(() => {
    say(identity.status('online'));
    say(identity.meta(devices));
  });
  link.onMessage((topic, payload) => {
    if (topic === identity.ackTopic) delivery.receive(payload.toString('utf8'));
    else if (topic === identity.commandTopic) desk.receive(payload);
  });
  const clockFault = (state: 'raised' | 'cleared'): void =>
    void spool.append({ kind: 'fault', device: NODE_DEVICE, at: time.nowMs(), code: 'KW_CLOCK_UNSYNCED', state });
  if (time.offsetMs() === undefined) clockFault('raised');
  time.onChange((change) => {
    deps.log.warn({ ...change }, 'the clock of the node was set');
    if (change.why === 'synced') clockFault('cleared');
    say(identity.status('online'));
    delivery.pump();
  });
}

async function recordHealth(probe: HealthProbe, spool: SqliteSpool, log: Logger): Promise<void> {
  try {
    spool.append(await probe.read());
  } catch (error) {
    log.error({ err: error }, 'the health of the node cannot be read');
  }
}

function openSpool(config: NodeConfig, time: NodeTime, log: Logger): SqliteSpool {
  return new SqliteSpool({
    file: join(config.dataDir, 'spool.db'),
    boot: randomBytes(8).toString('hex'),
    time,
    log: log.child({ component: 'spool' }),
    maxBytes: config.spool.maxMb * 1024 * 1024,
    maxAgeMs: config.spool.maxAgeDays * DAY_MS,
    journal: config.spool.journal,
  });
}

interface ContextParts {
  readonly clock: Clock;
  readonly time: NodeTime;
  readonly log: Logger;
  readonly outlet: DeviceOutlet;
  readonly spool: SqliteSpool;
}

const contextOf = (config: NodeConfig, { clock, time, log, outlet, spool }: ContextParts): DeviceContext => ({
  nowMs: () => time.nowMs(),
  toWallMs: (ms) => time.toWallMs(ms),
  after: clock.after,
  every: clock.every,
  log: log.child({ component: 'devices' }),
  outlet,
  recall: (device) => spool.recall(device),
  timeZone: config.timeZone,
  opening: config.opening,
});

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KwError('KW_CONFIG_UNREADABLE', { file, reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
}

/** How often systemd restarted the unit, when its unit file passes it on. */
function restartsOf(systemd: SdEnvironment): number | undefined {
  const restarts = Number(systemd.KW_RESTARTS ?? Number.NaN);
  return Number.isInteger(restarts) && restarts >= 0 ? restarts : undefined;
}
