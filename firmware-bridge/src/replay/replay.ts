import type { ReplayEvent } from '@kringwijzer/contract';
import { invalid, type LinePlace, parseHeader, parseJson, timeOf } from './trace-line.ts';
import { playerFor, type ReplayConfig, type TracePlayer } from './trace-player.ts';

/** What a replay may be told beside the lines. */
export interface ReplayOptions extends ReplayConfig {
  /** Name for messages. */
  readonly file?: string;
}

/** What a replay met. */
export interface ReplayCounts {
  readonly samples: number;
  readonly badLines: number;
}

/** A replay in progress: give it every line, then end it. */
export interface Replay {
  /** The events of one more line. Throws KW_TRACE_INVALID when it is the first and no header. */
  readonly line: (text: string) => readonly ReplayEvent[];
  /** The last events. Throws KW_TRACE_INVALID for a trace without header or without a single usable line. */
  readonly end: () => readonly ReplayEvent[];
  readonly counts: () => ReplayCounts;
}

const NO_EVENTS: readonly ReplayEvent[] = [];
/** After this long without a damaged line the fault is over. */
const CLEAN_MS = 10_000;

/**
 * Plays a recorded signal through the same core as the node, in virtual time: 0 is the start of the trace. Damaged lines are
 * counted and shown as one fault that begins and ends; they never stop a replay.
 */
export function createReplay(options: ReplayOptions = {}): Replay {
  const file = options.file ?? 'trace';
  let player: TracePlayer | undefined;
  let line = 0;
  let samples = 0;
  let badLines = 0;
  let lastMs = 0;
  let badAtMs: number | undefined;
  const place = (): LinePlace => ({ file, line });

  const start = (text: string): readonly ReplayEvent[] => {
    player = makePlayer(text, place(), options);
    return NO_EVENTS;
  };
  const bad = (): readonly ReplayEvent[] => {
    badLines += 1;
    const first = badAtMs === undefined;
    badAtMs = lastMs;
    return first ? [{ type: 'fault', at: lastMs, code: 'KW_LINE_CORRUPT', state: 'raised' }] : NO_EVENTS;
  };
  const good = (atMs: number, events: readonly ReplayEvent[]): readonly ReplayEvent[] => {
    samples += 1;
    lastMs = Math.max(lastMs, atMs);
    if (badAtMs === undefined || atMs - badAtMs < CLEAN_MS) return events;
    badAtMs = undefined;
    return [{ type: 'fault', at: atMs, code: 'KW_LINE_CORRUPT', state: 'cleared' }, ...events];
  };

  return {
    line: (text) => {
      line += 1;
      if (text.length === 0 || text.trim() === '') return NO_EVENTS;
      if (player === undefined) return start(text);
      const value = parseJson(text);
      const atMs = value === undefined ? undefined : timeOf(value);
      if (value === undefined || atMs === undefined) return bad();
      const events = player.play(atMs, value);
      return events === undefined ? bad() : good(atMs, events);
    },
    end: () => {
      if (player === undefined) throw invalid({ file, line: 1 }, 'the file is empty');
      if (samples === 0 && badLines > 0) throw invalid({ file, line: 2 }, 'no line holds a sample of this kind');
      return player.end(lastMs);
    },
    counts: () => ({ samples, badLines }),
  };
}

function makePlayer(text: string, place: LinePlace, options: ReplayOptions): TracePlayer {
  const header = parseHeader(text, place);
  try {
    return playerFor(header, options);
  } catch (error) {
    if (error instanceof RangeError) throw invalid(place, error.message);
    throw error;
  }
}

/** The events of a trace, line by line; the quick way when the lines are at hand. Throws KW_TRACE_INVALID. */
export function* replayLines(lines: Iterable<string>, options: ReplayOptions = {}): Generator<ReplayEvent> {
  const replay = createReplay(options);
  for (const text of lines) yield* replay.line(text);
  yield* replay.end();
}

/** The events of a trace that comes as a stream of lines. Throws KW_TRACE_INVALID. */
export async function* replayTrace(
  lines: AsyncIterable<string> | Iterable<string>,
  options: ReplayOptions = {},
): AsyncGenerator<ReplayEvent> {
  const replay = createReplay(options);
  for await (const text of lines) yield* replay.line(text);
  yield* replay.end();
}
