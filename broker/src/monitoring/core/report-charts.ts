import { dutchNumber } from './dutch-figures.ts';

/** Text made safe for HTML and SVG. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Bars by label, with thin marks for the figures to compare with. */
export interface BarPicture {
  readonly title: string;
  /** One sentence that says what the picture shows, for people who cannot see it. */
  readonly summary: string;
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly marks?: readonly (number | null)[] | undefined;
  readonly notes?: readonly { readonly index: number; readonly text: string }[];
}

const WIDTH = 720;
const HEIGHT = 190;
const LEFT = 52;
const BOTTOM = 26;
const TOP = 16;

/** A bar chart as SVG: dark bars, light marks, round steps on the axis; its figures stand in text beside it too. */
export function barChart({ title, summary, labels, values, marks, notes = [] }: BarPicture): string {
  const top = Math.max(1, ...values, ...(marks ?? []).map((mark) => mark ?? 0));
  const step = roundStep(top / 4);
  const most = Math.ceil(top / step) * step;
  const inner = HEIGHT - TOP - BOTTOM;
  const y = (value: number): number => TOP + inner * (1 - value / most);
  const slot = (WIDTH - LEFT) / Math.max(1, labels.length);
  const width = Math.min(44, slot * 0.62);
  const x = (index: number): number => LEFT + slot * index + (slot - width) / 2;
  const lines = Array.from({ length: Math.round(most / step) + 1 }, (_, i) => i * step).map(
    (value) =>
      `<line x1="${LEFT}" x2="${WIDTH}" y1="${px(y(value))}" y2="${px(y(value))}" class="grid"/><text x="${LEFT - 6}" y="${px(y(value) + 4)}" text-anchor="end">${dutchNumber(value)}</text>`,
  );
  const bars = values.map(
    (value, i) => `<rect x="${px(x(i))}" y="${px(y(value))}" width="${px(width)}" height="${px(y(0) - y(value))}" class="bar"/>`,
  );
  const dashes = (marks ?? []).flatMap((mark, i) =>
    mark === null ? [] : [`<line x1="${px(x(i) - 5)}" x2="${px(x(i) + width + 5)}" y1="${px(y(mark))}" y2="${px(y(mark))}" class="mark"/>`],
  );
  const names = labels.map(
    (label, i) => `<text x="${px(x(i) + width / 2)}" y="${HEIGHT - 8}" text-anchor="middle">${escaped(label)}</text>`,
  );
  const flags = notes.map(({ index, text }) => {
    const end = index > labels.length / 2;
    return `<text x="${px(x(index) + width / 2)}" y="10" text-anchor="${end ? 'end' : 'start'}" class="flag">▾ ${escaped(text)}</text>`;
  });
  return picture({ title, summary, height: HEIGHT }, [...lines, ...bars, ...dashes, ...names, ...flags].join(''));
}

/** One bar cut into shares, with its legend. */
export function shareBar(
  title: string,
  summary: string,
  parts: readonly { readonly word: string; readonly value: number; readonly tone: string }[],
): string {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  let at = 0;
  const pieces = parts.map(({ value, tone }) => {
    const width = total === 0 ? 0 : (value / total) * WIDTH;
    const piece = `<rect x="${px(at)}" y="0" width="${px(width)}" height="26" class="${tone}"/>`;
    at += width;
    return piece;
  });
  return picture({ title, summary, height: 26 }, pieces.join(''));
}

function picture(
  { title, summary, height }: { readonly title: string; readonly summary: string; readonly height: number },
  inside: string,
): string {
  return `<svg role="img" aria-label="${escaped(`${title}. ${summary}`)}" viewBox="0 0 ${WIDTH} ${height}" class="chart">${inside}</svg>`;
}

const px = (value: number): string => (Math.round(value * 10) / 10).toString();

/** A round step of at least `least`: 1, 2 or 5 times a power of ten. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-9)));
  return ([1, 2, 5, 10].find((times) => times * power >= least) ?? 10) * power;
}
