import type {
  AmpsEvent,
  AmpsSource,
  DistanceEvent,
  DistanceSource,
  EdgeEvent,
  EdgeSource,
  ReadingEvent,
  ReadingSource,
} from '../ports/sources.ts';
import { polledSource } from './polled-source.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A repeatable value in -1..1 of a whole number: good enough for noise, and the same in every run. */
function wiggle(n: number): number {
  const x = Math.sin(n * 12.9898) * 43_758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

export interface SimulatedScale {
  readonly sampleHz: number;
  readonly capacityG: number;
  readonly divisionG: number;
  readonly channels: readonly { readonly zeroCounts: number; readonly countsPerGram: number }[];
}

/** A load that grows by a gift each three minutes and is emptied each hour, with a little noise. For trying out, not for testing accuracy. */
export function simulatedScale(scale: SimulatedScale): ReadingSource {
  return polledSource<ReadingEvent>(1_000 / scale.sampleHz, (atMs, emit) => {
    const gifts = Math.floor((atMs % HOUR_MS) / (3 * MINUTE_MS));
    const loadG = gifts * Math.min(4_200, scale.capacityG / 30) + wiggle(atMs) * scale.divisionG * 0.1;
    const share = loadG / scale.channels.length;
    emit({ type: 'counts', atMs, raw: scale.channels.map((cell) => Math.round(cell.zeroCounts + share * cell.countsPerGram)) });
  });
}

/** Somebody goes in each minute and out half a minute later. */
export function simulatedDoor(): EdgeSource {
  const PULSES = [
    ['a', true, 0],
    ['b', true, 120],
    ['a', false, 380],
    ['b', false, 500],
  ] as const;
  return polledSource<EdgeEvent>(MINUTE_MS / 2, (atMs, emit) => {
    const goesOut = Math.floor(atMs / (MINUTE_MS / 2)) % 2 === 1;
    for (const [beam, broken, afterMs] of PULSES) {
      const first = beam === 'a' ? !goesOut : goesOut;
      emit({ type: 'edge', atMs: atMs + afterMs, beam: first ? 'a' : 'b', broken });
    }
  });
}

/** Runs for ten minutes of every half hour. */
export function simulatedTool(idleAmps: number, runAmps: number): AmpsSource {
  return polledSource<AmpsEvent>(1_000, (atMs, emit) => {
    const amps = atMs % (30 * MINUTE_MS) < 10 * MINUTE_MS ? runAmps : idleAmps;
    emit({ type: 'amps', atMs, amps: Math.max(0, amps * (1 + 0.02 * wiggle(atMs))) });
  });
}

/** Fills up in an hour and starts again. */
export function simulatedLevel(emptyMm: number, fullMm: number): DistanceSource {
  return polledSource<DistanceEvent>(1_000, (atMs, emit) => {
    const ratio = (atMs % HOUR_MS) / HOUR_MS;
    emit({ type: 'distance', atMs, distanceMm: emptyMm + (fullMm - emptyMm) * ratio + 5 * wiggle(atMs) });
  });
}
