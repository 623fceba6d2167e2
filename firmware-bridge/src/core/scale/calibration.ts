import type { Calibration } from '@kringwijzer/contract';
import type { ScaleChannel } from './scale-config.ts';

/** One known mass on the receptor, and what the channels said. */
export interface CalibrationPoint {
  readonly massG: number;
  /** Grams of each channel by the old calibration, without zero shift. */
  readonly channelsG: readonly number[];
  readonly seG: number;
  /** The corner the mass stood on; undefined when it stood in the middle. */
  readonly corner: number | undefined;
}

/** A calibration that is being made. */
export interface CalibrationSession {
  readonly by: string;
  readonly id: string;
  readonly points: readonly CalibrationPoint[];
}

/** The result of a fit. */
export interface Fitted {
  readonly channels: readonly ScaleChannel[];
  readonly points: Calibration['points'];
  /** 95 % half-width at capacity, grams. */
  readonly uncertaintyG: number;
  /** What the old calibration made of the heaviest known mass, minus that mass. */
  readonly beforeErrorG: number;
}

/** Why a fit cannot be made. */
export type FitFailure = { readonly code: 'KW_SPAN_ZERO' | 'KW_CALIBRATION_INVALID'; readonly reason: string };

export interface FitInput {
  readonly channels: readonly ScaleChannel[];
  /** Zero of the indication by the old calibration, for a calibration without a point at zero. */
  readonly zeroG: number;
  readonly capacityG: number;
  readonly divisionG: number;
}

/** Channels that fit the known masses best in the least-squares sense, corners first where they were measured. */
export function fitCalibration(session: CalibrationSession, input: FitInput): Fitted | FitFailure {
  const zero = zeroChannels(session, input);
  const gains = cornerGains(session, zero);
  const middle = session.points.filter((point) => point.corner === undefined);
  const points = middle.some((point) => point.massG > 0) ? middle : session.points;
  const indicated = points.map((point) => weighed(point.channelsG, gains));
  const masses = points.map((point) => point.massG);
  if (masses.every((mass) => mass === masses[0])) {
    masses.push(0);
    indicated.push(weighed(zero, gains));
  }
  const line = straightLine(indicated, masses);
  const noiseG = Math.max(...points.map((point) => point.seG), input.divisionG / 1_000);
  const failure = refusal(line, noiseG);
  if (failure !== undefined) return failure;
  const shiftG = line.offset / input.channels.length;
  const channels = input.channels.map((channel, i) => {
    const countsPerGram = channel.countsPerGram / (line.slope * (gains[i] ?? 1));
    return { countsPerGram, zeroCounts: channel.zeroCounts - shiftG * countsPerGram };
  });
  const heaviest = points.reduce((best, point) => (point.massG > best.massG ? point : best));
  return {
    channels,
    points: points.map((point, i) => recordPoint(point, line.offset + line.slope * (indicated[i] ?? 0), input)),
    uncertaintyG: uncertaintyAt(input.capacityG, line, masses, Math.max(noiseG, input.divisionG / Math.sqrt(12))),
    beforeErrorG: sum(heaviest.channelsG) - input.zeroG - heaviest.massG,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const weighed = (channelsG: readonly number[], gains: readonly number[]): number =>
  channelsG.reduce((total, grams, i) => total + grams * (gains[i] ?? 1), 0);

/** The channels with nothing on the receptor: the point of mass 0 when there is one, else the known zero. */
function zeroChannels(session: CalibrationSession, input: FitInput): readonly number[] {
  const empty = session.points.find((point) => point.massG === 0);
  return empty?.channelsG ?? input.channels.map(() => input.zeroG / input.channels.length);
}

/** One gain a cell, such that the same mass weighs the same on every corner; ones when not every corner was measured. */
function cornerGains(session: CalibrationSession, zero: readonly number[]): readonly number[] {
  const n = zero.length;
  const corners = session.points.filter((point) => point.corner !== undefined);
  if (n < 2 || new Set(corners.map((point) => point.corner)).size < n) return zero.map(() => 1);
  // Normal equations: the gains that bring every corner reading nearest to its mass.
  const rows = corners.map((point) => point.channelsG.map((grams, i) => grams - (zero[i] ?? 0)));
  const matrix = zero.map((_, i) => zero.map((_, j) => sum(rows.map((row) => (row[i] ?? 0) * (row[j] ?? 0)))));
  const right = zero.map((_, i) => sum(rows.map((row, k) => (row[i] ?? 0) * (corners[k]?.massG ?? 0))));
  const gains = solve(matrix, right);
  return gains !== undefined && gains.every((gain) => gain > 0.2 && gain < 5) ? gains : zero.map(() => 1);
}

/** Gaussian elimination with pivots; undefined for a singular matrix. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const n = rows.length;
  for (let column = 0; column < n; column += 1) {
    const pivot = rows.slice(column).reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    const head = pivot[column] ?? 0;
    if (!(Math.abs(head) > 1e-9)) return undefined;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(
      column,
      0,
      pivot.map((value) => value / head),
    );
    reduceRows(rows, column);
  }
  return rows.map((row) => row[n] ?? 0);
}

function reduceRows(rows: number[][], column: number): void {
  const pivot = rows[column] ?? [];
  rows.forEach((row, i) => {
    if (i === column) return;
    const factor = row[column] ?? 0;
    rows[i] = row.map((value, j) => value - factor * (pivot[j] ?? 0));
  });
}

interface Straight {
  readonly slope: number;
  readonly offset: number;
  readonly n: number;
  readonly mean: number;
  readonly sxx: number;
  readonly residualSd: number;
}

function straightLine(x: readonly number[], y: readonly number[]): Straight {
  const n = x.length;
  const mean = sum(x) / n;
  const meanY = sum(y) / n;
  const sxx = sum(x.map((value) => (value - mean) ** 2));
  const sxy = sum(x.map((value, i) => (value - mean) * ((y[i] ?? 0) - meanY)));
  const slope = sxx > 0 ? sxy / sxx : 0;
  const offset = meanY - slope * mean;
  const rss = sum(x.map((value, i) => ((y[i] ?? 0) - offset - slope * value) ** 2));
  return { slope, offset, n, mean, sxx, residualSd: n > 2 ? Math.sqrt(rss / (n - 2)) : 0 };
}

/** A known mass that hardly moves the reading would blow noise up to kilograms: one part in 200 is the least we take. */
function refusal(line: Straight, noiseG: number): FitFailure | undefined {
  const spread = Math.sqrt(line.sxx);
  if (!(spread > (200 * noiseG) / Math.SQRT2)) return { code: 'KW_SPAN_ZERO', reason: 'the masses change the reading too little' };
  if (!(line.slope > 0) || !Number.isFinite(line.slope))
    return { code: 'KW_CALIBRATION_INVALID', reason: 'more mass gives a smaller reading' };
  return undefined;
}

/** 95 % half-width at a mass: from the residuals when there are enough points, else from noise and division. */
function uncertaintyAt(massG: number, line: Straight, masses: readonly number[], noiseG: number): number {
  const sd = Math.max(line.residualSd, noiseG);
  const meanMass = sum(masses) / masses.length;
  const spread = line.sxx * line.slope ** 2;
  const factor = line.n > 3 ? 2.5 : 4;
  return factor * sd * Math.sqrt(1 / line.n + (massG - meanMass) ** 2 / spread);
}

function recordPoint(point: CalibrationPoint, fittedG: number, input: FitInput): Calibration['points'][number] {
  const counts = sum(input.channels.map((channel, i) => channel.zeroCounts + channel.countsPerGram * (point.channelsG[i] ?? 0)));
  return { massG: Math.round(point.massG), counts, residualG: fittedG - point.massG };
}
