import type { RawSample, Signal } from './signal.ts';

/** What a pipeline says has happened. Times are milliseconds from the start. */
export interface Found {
  readonly type: 'deposit' | 'removal' | 'emptying' | 'fault';
  readonly atMs: number;
  readonly massG: number;
  /** Half-width of the 95 % interval, when the pipeline knows one. */
  readonly uncertaintyG?: number;
}

/** One run of a pipeline over a trace. */
interface PipelineRun {
  readonly take: (sample: RawSample) => void;
  readonly end: (atMs: number) => readonly Found[];
}

/** A way to turn a trace into events, given what the trace's header says, the scale's role where it has one, and nothing more. */
export interface Pipeline {
  readonly name: string;
  readonly start: (header: Signal['header'], role?: 'intake') => PipelineRun;
}

const listOf = (value: number | readonly number[]): readonly number[] => (typeof value === 'number' ? [value] : value);

/** Grams on the receptor by the header's calibration. */
export function gramsBy(header: Signal['header']): (raw: readonly number[]) => number {
  const slopes = listOf(header.countsPerGram);
  const zeros = listOf(header.zeroCounts);
  return (raw) => {
    let sum = 0;
    for (let i = 0; i < raw.length; i += 1) sum += ((raw[i] ?? 0) - (zeros[i] ?? 0)) / (slopes[i] ?? 1);
    return sum;
  };
}
