import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../data/preferences.ts';
import { i18n } from '../words/words.ts';
import { chartColour, chartFont } from './chart-look.ts';

const HEIGHT_PX = 220;
const WINDOW_S = 60;

/** Moments in epoch ms with their values, oldest first. */
export interface Trace {
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

/** A line that grows while one looks at it, over the last seconds. `leastSpan` keeps noise from looking like an earthquake. */
export function LineChart(props: {
  readonly trace: Trace;
  readonly label: string;
  readonly leastSpan: number;
  readonly format: (value: number) => string;
}): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const { trace, leastSpan, format } = props;
  const data = (): uPlot.AlignedData => [trace.atMs.map((at) => at / 1_000), [...trace.values]];
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsOf(element, leastSpan, format), data(), element);
    chart.current = made;
    const follow = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: HEIGHT_PX });
    });
    follow.observe(element);
    return () => {
      follow.disconnect();
      made.destroy();
    };
  }, [theme.value, i18n.language.value, leastSpan]);
  useEffect(() => chart.current?.setData(data()), [trace]);
  return <div ref={host} class="chart" role="img" aria-label={props.label} dir="ltr" />;
}

function optionsOf(element: HTMLElement, leastSpan: number, format: (value: number) => string): uPlot.Options {
  const axis = {
    stroke: chartColour(element, '--kw-ink'),
    font: chartFont(element),
    grid: { stroke: chartColour(element, '--kw-line'), width: 1 },
    ticks: { show: false },
  };
  const range = (_chart: uPlot, min: number, max: number): [number, number] => {
    const half = Math.max(leastSpan, (max - min) * 1.2) / 2;
    const middle = (min + max) / 2;
    return [middle - half, middle + half];
  };
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: (_chart, _from, to) => [to - WINDOW_S, to] }, y: { range } },
    series: [{}, { stroke: chartColour(element, '--kw-accent'), width: 3, points: { show: false } }],
    axes: [
      { ...axis, size: 32, space: 90, values: (_chart, ticks) => ticks.map((tick) => i18n.formats.value.clock(tick * 1_000)) },
      { ...axis, size: 84, values: (_chart, ticks) => ticks.map(format) },
    ],
  };
}
