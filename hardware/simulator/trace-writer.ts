import type { ReplayEvent, TraceHeader } from '@kringwijzer/contract';
import type { Site } from './site.ts';
import type { TruthEvent } from './site-config.ts';

/** What to write of a device. Moments are UTC epoch milliseconds. */
export interface TraceSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** Samples a second of a scale or a tool, above 0 up to 1 000; a door has edges instead. */
  readonly sampleHz: number;
}

/** Takes one line of JSON without its line end. */
export type LineSink = (line: string) => void;

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

function oneOrFour(values: readonly number[], digits: number): number | number[] {
  const short = values.map((value) => rounded(value, digits));
  return short.length === 1 ? (short[0] ?? 0) : short;
}

/** Moments of the samples of a span, counted from a whole index so that no rounding adds up. */
function* sampleTimes(span: TraceSpan): Generator<number> {
  if (!(span.sampleHz > 0 && span.sampleHz <= 1_000)) throw new RangeError('sampleHz must be above 0 and at most 1000');
  for (let i = 0; ; i += 1) {
    const atMs = span.fromMs + (i * 1_000) / span.sampleHz;
    if (atMs >= span.toMs) return;
    yield atMs;
  }
}

function writeScale(site: Site, scaleId: string, span: TraceSpan, sink: LineSink): void {
  const scale = site.scales.find((entry) => entry.id === scaleId);
  if (scale === undefined) return;
  const header: TraceHeader = {
    trace: 1,
    kind: 'scale',
    sampleHz: span.sampleHz,
    countsPerGram: oneOrFour(scale.countsPerGram, 9),
    zeroCounts: oneOrFour(scale.zeroCounts, 9),
    capacityG: scale.capacityG,
    divisionG: scale.divisionG,
    cells: scale.cells,
    startAt: span.fromMs,
  };
  sink(JSON.stringify(header));
  for (const atMs of sampleTimes(span)) {
    const raw = site.counts(scaleId, atMs);
    sink(JSON.stringify({ t: Math.round(atMs - span.fromMs), raw: raw.length === 1 ? raw[0] : raw }));
  }
}

function writeDoor(site: Site, doorId: string, span: TraceSpan, sink: LineSink): void {
  sink(JSON.stringify({ trace: 1, kind: 'door', startAt: span.fromMs } satisfies TraceHeader));
  for (const edge of site.doorEdges(doorId, span.fromMs, span.toMs)) {
    sink(JSON.stringify({ t: edge.atMs - span.fromMs, beam: edge.beam, broken: edge.broken }));
  }
}

function writeTool(site: Site, toolId: string, span: TraceSpan, sink: LineSink): void {
  const tool = site.tools.find((entry) => entry.id === toolId);
  if (tool === undefined) return;
  const { idleAmps, runAmps } = tool;
  sink(JSON.stringify({ trace: 1, kind: 'tool', sampleHz: span.sampleHz, idleAmps, runAmps, startAt: span.fromMs } satisfies TraceHeader));
  for (const atMs of sampleTimes(span)) {
    sink(JSON.stringify({ t: Math.round(atMs - span.fromMs), amps: Number(site.toolAmps(toolId, atMs).toFixed(3)) }));
  }
}

/** Writes the recorded signal of a scale, door or tool in the trace format of the contract. Throws RangeError for a device the site has not. */
export function writeTrace(site: Site, deviceId: string, span: TraceSpan, sink: LineSink): void {
  const has = (list: readonly { readonly id: string }[]): boolean => list.some((entry) => entry.id === deviceId);
  if (has(site.scales)) return writeScale(site, deviceId, span, sink);
  if (has(site.doors)) return writeDoor(site, deviceId, span, sink);
  if (has(site.tools)) return writeTool(site, deviceId, span, sink);
  throw new RangeError(`the site has no scale, door or tool ${deviceId}`);
}

function truthLine(event: TruthEvent, fromMs: number): ReplayEvent {
  const at = event.at - fromMs;
  if (event.type === 'passage') return { type: 'passage', at, direction: event.direction };
  if (event.type === 'session') return { type: 'session', at, from: event.from - fromMs, to: event.to - fromMs };
  return { type: event.type, at, massG: event.massG };
}

/** Writes what really happened to a device in a span, in the event shapes of `kringwijzer replay`. Runs that began before the span are left out. */
export function writeTruth(site: Site, deviceId: string, span: Omit<TraceSpan, 'sampleHz'>, sink: LineSink): void {
  for (const event of site.truth(span.fromMs, span.toMs)) {
    if (event.device !== deviceId) continue;
    if (event.type === 'session' && event.from < span.fromMs) continue;
    sink(JSON.stringify(truthLine(event, span.fromMs)));
  }
}
