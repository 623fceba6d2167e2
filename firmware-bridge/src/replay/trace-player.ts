import type { KwRecord, ReplayEvent, TraceHeader } from '@kringwijzer/contract';
import {
  type CoreOutput,
  type DeviceCore,
  type DoorConfig,
  type DoorInput,
  doorConfigOf,
  doorCore,
  type ScaleChannel,
  type ScaleConfigInput,
  type ScaleInput,
  scaleConfigOf,
  scaleCore,
  type ToolConfig,
  type ToolInput,
  toolConfigOf,
  toolCore,
} from '../core/cores.ts';

/** What may be set beside a trace's header; keys of the cores' configurations. */
export interface ReplayConfig {
  readonly scale?: Partial<ScaleConfigInput>;
  readonly door?: Partial<DoorConfig>;
  readonly tool?: Partial<ToolConfig>;
}

type Line = Readonly<Record<string, unknown>>;

/** Plays the lines of one kind of trace into its core. */
export interface TracePlayer {
  /** The events of a line; undefined when the line holds no sample. */
  readonly play: (atMs: number, line: Line) => readonly ReplayEvent[] | undefined;
  /** The end: what lies settled is counted. */
  readonly end: (atMs: number) => readonly ReplayEvent[];
}

const NO_EVENTS: readonly ReplayEvent[] = [];

/** A player for a trace's kind. Throws RangeError for numbers that cannot be a device. */
export function playerFor(header: TraceHeader, config: ReplayConfig): TracePlayer {
  if (header.kind === 'scale') return scalePlayer(header, config);
  return header.kind === 'door' ? doorPlayer(config) : toolPlayer(header, config);
}

/** Drives a core: keeps its state and turns outputs into events. */
function drive<Config, State, Input>(
  core: DeviceCore<Config, State, Input>,
  config: Config,
  extra: (state: State) => readonly ReplayEvent[],
): (input: Input) => readonly ReplayEvent[] {
  let state = core.initial(config, 0);
  return (input) => {
    const step = core.step(config, state, input);
    state = step.state;
    const own = extra(state);
    if (step.outputs.length === 0 && own.length === 0) return NO_EVENTS;
    return [...own, ...step.outputs.flatMap(eventOf)];
  };
}

function eventOf(output: CoreOutput): readonly ReplayEvent[] {
  if (output.type !== 'record') return NO_EVENTS;
  const event = recordEvent(output.record);
  return event === undefined ? NO_EVENTS : [event];
}

function recordEvent(record: KwRecord): ReplayEvent | undefined {
  switch (record.kind) {
    case 'deposit':
    case 'removal':
    case 'emptying':
      return { type: record.kind, at: record.at, massG: record.massG, uncertaintyG: record.uncertaintyG };
    case 'session':
      return { type: 'session', at: record.at, from: record.at, to: record.toAt };
    case 'fault':
      return { type: 'fault', at: record.at, code: record.code, state: record.state };
    default:
      return undefined;
  }
}

function scalePlayer(header: Extract<TraceHeader, { kind: 'scale' }>, config: ReplayConfig): TracePlayer {
  const { sampleHz, capacityG, divisionG } = header;
  const full = scaleConfigOf({ sampleHz, capacityG, divisionG, channels: channelsOf(header), ...config.scale });
  const cells = full.channels.length;
  const send = drive<typeof full, ReturnType<typeof scaleCore.initial>, ScaleInput>(scaleCore, full, () => NO_EVENTS);
  return {
    play: (atMs, line) => {
      const counts = countsOf(line['raw'], cells);
      return counts === undefined ? undefined : send({ type: 'sample', atMs, counts });
    },
    end: (atMs) => send({ type: 'flush', atMs }),
  };
}

function channelsOf(header: Extract<TraceHeader, { kind: 'scale' }>): readonly ScaleChannel[] {
  const { countsPerGram, zeroCounts } = header;
  const cells = Array.isArray(countsPerGram) || Array.isArray(zeroCounts) ? 4 : (header.cells ?? 1);
  return Array.from({ length: cells }, (_, i) => ({
    countsPerGram: Array.isArray(countsPerGram) ? (countsPerGram[i] ?? 0) : countsPerGram,
    zeroCounts: Array.isArray(zeroCounts) ? (zeroCounts[i] ?? 0) : zeroCounts,
  }));
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Counts of each cell; null stands for an amplifier that did not answer. */
function countsOf(raw: unknown, cells: number): readonly (number | undefined)[] | undefined {
  if (cells === 1 && isCount(raw)) return [raw];
  if (raw === null) return Array.from({ length: cells }, () => undefined);
  if (!Array.isArray(raw) || raw.length !== cells) return undefined;
  return raw.map((value: unknown) => (isCount(value) ? value : undefined));
}

function doorPlayer(config: ReplayConfig): TracePlayer {
  const send = drive<DoorConfig, ReturnType<typeof doorCore.initial>, DoorInput>(doorCore, doorConfigOf(config.door), (state) =>
    state.passages.map(({ atMs, direction }) => ({ type: 'passage', at: atMs, direction })),
  );
  return {
    play: (atMs, { beam, broken }) => {
      if ((beam !== 'a' && beam !== 'b') || typeof broken !== 'boolean') return undefined;
      return send({ type: 'edge', atMs, beam, broken });
    },
    end: (atMs) => send({ type: 'flush', atMs }),
  };
}

function toolPlayer(header: Extract<TraceHeader, { kind: 'tool' }>, config: ReplayConfig): TracePlayer {
  const { idleAmps, runAmps } = header;
  const full = toolConfigOf({ idleAmps, runAmps, ...config.tool });
  const send = drive<ToolConfig, ReturnType<typeof toolCore.initial>, ToolInput>(toolCore, full, () => NO_EVENTS);
  return {
    play: (atMs, { amps }) => (isCount(amps) ? send({ type: 'reading', atMs, amps }) : undefined),
    end: (atMs) => send({ type: 'flush', atMs }),
  };
}
