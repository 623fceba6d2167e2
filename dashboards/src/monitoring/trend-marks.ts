import type uPlot from 'uplot';
import type { TrendAnswer } from './hub-types.ts';

/** A bucket of which less than this share of the measurements is there is marked. */
export const WHOLE_SHARE = 0.95;

/** The top of the highest interval, so that no mark falls off the chart. */
export const highest = ({ series }: TrendAnswer): number =>
  Math.max(0, ...series.flatMap(({ values, halves }) => values.map((value, index) => value + (halves?.[index] ?? 0))));

interface Look {
  readonly isBars: boolean;
  readonly tones: readonly string[];
  readonly ink: string;
  readonly ground: string;
}

/** The interval of each value: a whisker on a bar, a veil around a line. */
export function drawSpread(chart: uPlot, { series }: TrendAnswer, look: Look): void {
  const { ctx } = chart;
  ctx.save();
  for (const [at, { values, halves }] of series.entries()) {
    if (halves === undefined) continue;
    if (look.isBars) drawWhiskers(chart, { values, halves }, look);
    else drawVeil(chart, { values, halves }, look.tones[at % look.tones.length] ?? look.ink);
  }
  ctx.restore();
}

interface Part {
  readonly values: readonly number[];
  readonly halves: readonly (number | null)[];
}

const WHISKER_PX = 5;

function drawWhiskers(chart: uPlot, { values, halves }: Part, { ink, ground }: Look): void {
  const { ctx } = chart;
  ctx.beginPath();
  for (const [index, value] of values.entries()) {
    const half = halves[index] ?? 0;
    if (half <= 0) continue;
    const x = chart.valToPos(index, 'x', true);
    const [top, bottom] = [chart.valToPos(value + half, 'y', true), chart.valToPos(Math.max(0, value - half), 'y', true)];
    ctx.moveTo(x, top);
    ctx.lineTo(x, bottom);
    for (const y of [top, bottom]) {
      ctx.moveTo(x - WHISKER_PX, y);
      ctx.lineTo(x + WHISKER_PX, y);
    }
  }
  // A light edge, so that the lower half is seen on a dark bar.
  for (const [colour, width] of [
    [ground, 5],
    [ink, 2],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

function drawVeil(chart: uPlot, { values, halves }: Part, colour: string): void {
  const { ctx } = chart;
  const known = values.flatMap((value, index) => {
    const half = halves[index] ?? null;
    return half === null ? [] : [{ x: chart.valToPos(index, 'x', true), high: value + half, low: Math.max(0, value - half) }];
  });
  ctx.globalAlpha = 0.18;
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (const { x, high } of known) ctx.lineTo(x, chart.valToPos(high, 'y', true));
  for (const { x, low } of known.toReversed()) ctx.lineTo(x, chart.valToPos(low, 'y', true));
  ctx.closePath();
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** A line under each bucket of which measurements are missing. */
export function drawGaps(chart: uPlot, { completeness }: TrendAnswer, colour: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.fillStyle = colour;
  const width = Math.max(2, Math.min(60, (bbox.width / Math.max(1, completeness.length)) * 0.7));
  for (const [index, share] of completeness.entries())
    if (share !== null && share < WHOLE_SHARE)
      ctx.fillRect(chart.valToPos(index, 'x', true) - width / 2, bbox.top + bbox.height + 2, width, 5);
  ctx.restore();
}

/** A line from top to bottom at each event. */
export function drawMarkers(chart: uPlot, { markers, starts, ends }: TrendAnswer, colour: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  for (const { body } of markers) {
    const index = starts.findLastIndex((start) => start <= body.from);
    if (index < 0 || body.from >= (ends[index] ?? 0)) continue;
    const x = chart.valToPos(index, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
