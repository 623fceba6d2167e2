import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { doorEdgeSchema, KwError, scaleSampleSchema, type TraceHeader, toolSampleSchema, traceHeaderSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import type { AmpsEvent, AmpsSource, EdgeEvent, EdgeSource, ReadingEvent, ReadingSource, Source, SourceContext } from '../ports/sources.ts';

/** Longest a replay sleeps at once, in ms of node time. */
const SLEEP_MS = 1_000;
/** Pause between two rounds of a replay that begins again. */
const PAUSE_MS = 1_000;

export interface ReplayOptions {
  readonly file: string;
  readonly loop: boolean;
}

interface Line<Event> {
  readonly t: number;
  readonly eventAt: (atMs: number) => Event;
}

type Kind<Event> = { readonly kind: TraceHeader['kind']; readonly parse: (value: unknown) => Line<Event> };

const parseJson = (text: string): unknown => JSON.parse(text);

/** Lines of a trace in order. Throws KW_TRACE_INVALID with the line's number. */
async function* readTrace<Event>(file: string, { kind, parse }: Kind<Event>): AsyncGenerator<Line<Event>> {
  let number = 0;
  let lastT = 0;
  const take = (text: string): Line<Event> | undefined => {
    number += 1;
    if (number === 1) checkHeader(text, kind);
    if (number === 1 || text.trim() === '') return undefined;
    const line = parse(parseJson(text));
    if (line.t < lastT) throw new RangeError(`its time ${line.t} is before ${lastT}`);
    lastT = line.t;
    return line;
  };
  try {
    for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
      const line = take(text);
      if (line !== undefined) yield line;
    }
  } catch (error) {
    throw new KwError('KW_TRACE_INVALID', { file, line: number, reason: reasonOf(error) }, { cause: error });
  }
}

function checkHeader(text: string, kind: TraceHeader['kind']): void {
  const header = traceHeaderSchema.parse(parseJson(text));
  if (header.kind !== kind) throw new RangeError(`it is a trace of a ${header.kind}, not of a ${kind}`);
}

const reasonOf = (error: unknown): string =>
  error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);

/** Plays a trace in node time from the moment it is started. A trace that cannot be read raises KW_TRACE_INVALID and ends. */
class Replay<Event> {
  readonly #options: ReplayOptions;
  readonly #kind: Kind<Event>;
  #stopped = false;
  #wake: () => void = () => undefined;
  #done: Promise<void> = Promise.resolve();

  constructor(options: ReplayOptions, kind: Kind<Event>) {
    this.#options = options;
    this.#kind = kind;
  }

  start(context: SourceContext, emit: (event: Event) => void, failed: (error: KwError) => void): void {
    this.#done = this.#run(context, emit).catch((error: unknown) => {
      const known =
        error instanceof KwError ? error : new KwError('KW_TRACE_INVALID', { file: this.#options.file, line: 0, reason: String(error) });
      context.log.error({ err: known, code: known.code }, 'the replay ends');
      failed(known);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#done;
  }

  async #run(context: SourceContext, emit: (event: Event) => void): Promise<void> {
    do {
      const startMs = context.nowMs();
      for await (const line of readTrace(this.#options.file, this.#kind)) {
        await this.#until(context, startMs + line.t);
        if (this.#stopped) return;
        emit(line.eventAt(Math.round(startMs + line.t)));
      }
      await this.#until(context, context.nowMs() + PAUSE_MS);
    } while (this.#options.loop && !this.#stopped);
  }

  async #until(context: SourceContext, atMs: number): Promise<void> {
    while (!this.#stopped && context.nowMs() < atMs) {
      await new Promise<void>((resolve) => {
        const cancel = context.after(Math.min(SLEEP_MS, atMs - context.nowMs()), resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
    }
  }
}

function sourceOf<Event>(options: ReplayOptions, kind: Kind<Event>): Source<Event | Extract<ReadingEvent, { type: 'fault' }>> {
  const replay = new Replay(options, kind);
  return {
    start: (context, emit) =>
      replay.start(context, emit, ({ code, message }) =>
        emit({ type: 'fault', atMs: context.nowMs(), code, state: 'raised', detail: message.slice(0, 256) }),
      ),
    stop: () => replay.stop(),
  };
}

/** A recorded scale. */
export const replayScale = (options: ReplayOptions): ReadingSource =>
  sourceOf<ReadingEvent>(options, {
    kind: 'scale',
    parse: (value) => {
      const { t, raw } = scaleSampleSchema.parse(value);
      return { t, eventAt: (atMs) => ({ type: 'counts', atMs, raw: Array.isArray(raw) ? raw : [raw] }) };
    },
  });

/** A recorded door. */
export const replayDoor = (options: ReplayOptions): EdgeSource =>
  sourceOf<EdgeEvent>(options, {
    kind: 'door',
    parse: (value) => {
      const { t, beam, broken } = doorEdgeSchema.parse(value);
      return { t, eventAt: (atMs) => ({ type: 'edge', atMs, beam, broken }) };
    },
  });

/** A recorded tool. */
export const replayTool = (options: ReplayOptions): AmpsSource =>
  sourceOf<AmpsEvent>(options, {
    kind: 'tool',
    parse: (value) => {
      const { t, amps } = toolSampleSchema.parse(value);
      return { t, eventAt: (atMs) => ({ type: 'amps', atMs, amps }) };
    },
  });
