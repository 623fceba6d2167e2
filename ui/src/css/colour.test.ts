import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((from) => {
    const channel = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const css = readFileSync(new URL('colour.css', import.meta.url), 'utf8');
const colours = new Map(
  [...css.matchAll(/--kw-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/gu)].map((m) => [m[1], [m[2], m[3]]]),
);
const of = (name: string, theme: number): string => {
  const value = colours.get(name)?.[theme];
  if (value === undefined) throw new Error(`no colour --kw-${name}`);
  return value;
};

const GROUNDS = ['paper', 'surface', 'sunk'];
const TEXT = [
  ...GROUNDS.flatMap((ground) => ['ink', 'ink-soft', 'accent'].map((text) => [text, ground])),
  ['on-brand', 'brand'],
  ['on-pine', 'pine'],
  ['on-accent', 'accent'],
  ...['good', 'warn', 'bad', 'quiet'].map((meaning) => [meaning, `${meaning}-ground`]),
];
const EDGES = [...GROUNDS.map((ground) => ['edge', ground]), ...GROUNDS.map((ground) => ['focus', ground]), ['brand', 'pine']];

describe.each([
  ['light', 0],
  ['dark', 1],
])('%s theme', (_name, theme) => {
  it.each(TEXT)('%s on %s is readable in full sun (7:1)', (text = '', ground = '') => {
    expect(contrast(of(text, theme), of(ground, theme))).toBeGreaterThanOrEqual(7);
  });

  it.each(EDGES)('%s on %s can be seen (3:1)', (edge = '', ground = '') => {
    expect(contrast(of(edge, theme), of(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
