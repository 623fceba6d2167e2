import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../data/preferences.ts';
import { chartColour, chartFont } from '../parts/chart-look.ts';
import { i18n } from '../words/words.ts';
import type { TrendAnswer } from './hub-types.ts';
import { drawGaps, drawMarkers, drawSpread, highest } from './trend-marks.ts';
import { type Bucket, bucketLabel } from './trend-table.tsx';

const HEIGHT_PX = 320;
/** Colours of the parts of a chart, in their order. */
export const TONES = ['--kw-accent', '--kw-fill-nearly-full', '--kw-fill-full', '--kw-fill-quarter', '--kw-ink', '--kw-edge'];

interface ChartProps {
  readonly table: TrendAnswer;
  readonly bucket: Bucket;
  /** What the picture says in one sentence; the table beside it has the figures. */
  readonly summary: string;
}

/** One measure as bars, several parts as lines; what it is held against as a dashed line; events as marks from top to bottom. */
export function TrendChart({ table, bucket, summary }: ChartProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const chart = new uPlot(optionsOf(element, table, bucket), dataOf(table), element);
    element.dataset['drawn'] = 'yes';
    const follow = new ResizeObserver(() => {
      chart.setSize({ width: element.clientWidth, height: HEIGHT_PX });
    });
    follow.observe(element);
    return () => {
      delete element.dataset['drawn'];
      follow.disconnect();
      chart.destroy();
    };
  }, [table, bucket, theme.value, i18n.language.value]);
  return <div ref={host} class="chart results-chart" role="img" aria-label={summary} dir="ltr" />;
}

function dataOf({ starts, series, compared }: TrendAnswer): uPlot.AlignedData {
  const places = starts.map((_, index) => index);
  return [places, ...series.map(({ values }) => [...values]), ...(compared === undefined ? [] : [[...compared]])];
}

function optionsOf(element: HTMLElement, table: TrendAnswer, bucket: Bucket): uPlot.Options {
  const colour = (name: string): string => chartColour(element, name);
  const axis = { stroke: colour('--kw-ink'), font: chartFont(element), ticks: { show: false } };
  const { starts, series, compared } = table;
  const few = series.length === 1 && starts.length <= 120;
  const bars = few ? uPlot.paths.bars?.({ size: [0.7, 64] }) : undefined;
  const paths = bars === undefined ? {} : { paths: bars };
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    hooks: {
      draw: [
        (chart) => {
          drawSpread(chart, table, { isBars: few, tones: TONES.map(colour), ink: colour('--kw-ink'), ground: colour('--kw-surface') });
          drawGaps(chart, table, colour('--kw-fill-nearly-full'));
          drawMarkers(chart, table, colour('--kw-warn'));
        },
      ],
    },
    scales: {
      x: { time: false, range: [-0.6, starts.length - 0.4] },
      y: { range: (_chart, _min, max) => [0, Math.max(max, highest(table)) * 1.08 || 1] },
    },
    series: [
      {},
      ...series.map((_, index) => {
        const tone = colour(TONES[index % TONES.length] ?? '--kw-accent');
        return few ? { fill: tone, width: 0, ...paths } : { stroke: tone, width: 2, points: { show: false } };
      }),
      ...(compared === undefined ? [] : [{ stroke: colour('--kw-bad'), width: 3, dash: [6, 5], points: { show: starts.length <= 40 } }]),
    ],
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 32,
        space: 90,
        incrs: [1, 2, 3, 4, 6, 12, 24, 48, 96, 192, 384, 768],
        values: (_chart, ticks) => ticks.map((tick) => (starts[tick] === undefined ? '' : bucketLabel(starts[tick], bucket))),
      },
      {
        ...axis,
        grid: { stroke: colour('--kw-line'), width: 1 },
        size: 70,
        values: (_chart, ticks) => ticks.map((tick) => i18n.formats.value.decimal(tick, 0)),
      },
    ],
  };
}
