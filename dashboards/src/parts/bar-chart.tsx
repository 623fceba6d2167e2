import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../data/preferences.ts';
import { i18n } from '../words/words.ts';
import { chartColour, chartFont } from './chart-look.ts';

const HEIGHT_PX = 280;

interface Bars {
  readonly labels: readonly string[];
  readonly values: readonly (number | undefined)[];
  /** What the picture says in one sentence, for people who cannot see it; the table beside it has the figures. */
  readonly summary: string;
  readonly format: (value: number) => string;
}

/** Bars by bucket; a bucket without measurements stays empty, never zero. */
export function BarChart(props: Bars): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const { labels, values, format } = props;
  const key = `${theme.value}/${i18n.language.value}/${labels.join()}/${values.join()}`;
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const chart = new uPlot(optionsOf(element, labels, format), [labels.map((_, i) => i), values.map((value) => value ?? null)], element);
    const follow = new ResizeObserver(() => {
      chart.setSize({ width: element.clientWidth, height: HEIGHT_PX });
    });
    follow.observe(element);
    return () => {
      follow.disconnect();
      chart.destroy();
    };
  }, [key]);
  return <div ref={host} class="chart" role="img" aria-label={props.summary} dir="ltr" />;
}

function optionsOf(element: HTMLElement, labels: readonly string[], format: (value: number) => string): uPlot.Options {
  const ink = chartColour(element, '--kw-ink');
  const font = chartFont(element);
  const axis = { stroke: ink, font, grid: { stroke: chartColour(element, '--kw-line'), width: 1 }, ticks: { show: false } };
  const bars = uPlot.paths.bars?.({ size: [0.7, 64] });
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.6, labels.length - 0.4] }, y: { range: (_chart, _min, max) => [0, max > 0 ? max * 1.08 : 1] } },
    series: [
      {},
      { fill: chartColour(element, '--kw-accent'), width: 0, points: { show: false }, ...(bars === undefined ? {} : { paths: bars }) },
    ],
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 32,
        space: 64,
        incrs: [1, 2, 3, 4, 6, 12],
        values: (_chart, ticks) => ticks.map((tick) => labels[tick] ?? ''),
      },
      { ...axis, size: 64, values: (_chart, ticks) => ticks.map(format) },
    ],
  };
}
