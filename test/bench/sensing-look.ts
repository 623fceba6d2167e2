// Shows one run of the sensing bench event by event: `npx tsx --conditions=source test/bench/sensing-look.ts "floor base" [--seed 2] [--hours 1]`.
// With `--trace FILE` it writes the trace and its truth, for `kringwijzer replay FILE`.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { OUR_CORE } from './sensing/our-pipeline.ts';
import type { Found } from './sensing/pipeline.ts';
import { prepareRun } from './sensing/scale-bench.ts';
import type { ScaleTruth } from './sensing/script.ts';
import { VARIANTS } from './sensing/variants.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, hours: { type: 'string', default: '6' }, trace: { type: 'string' } },
});
const variant = VARIANTS.find((entry) => entry.name === positionals[0]);
if (variant === undefined) {
  console.error(`name one of:\n${VARIANTS.map((entry) => `  ${entry.name}`).join('\n')}`);
  process.exit(2);
}

const { script, signal } = prepareRun(variant, Number(values.seed), Number(values.hours));
const run = OUR_CORE.start(signal.header, variant.role);
const lines: string[] = [JSON.stringify(signal.header)];
for (const sample of signal.samples()) {
  run.take(sample);
  if (values.trace !== undefined) lines.push(JSON.stringify({ t: sample.t, raw: sample.raw.length === 1 ? sample.raw[0] : sample.raw }));
}
const found = run.end(script.lengthMs);

const kg = (massG: number): string => (massG / 1_000).toFixed(3).padStart(10);
const seconds = (atMs: number): string => (atMs / 1_000).toFixed(1).padStart(9);
const truthLine = (truth: ScaleTruth): string =>
  `${seconds(truth.atMs)}  true   ${truth.type.padEnd(9)} ${kg(truth.massG)} kg   from ${seconds(truth.fromMs)}`;
const foundLine = (event: Found): string =>
  `${seconds(event.atMs)}  found  ${event.type.padEnd(9)} ${kg(event.massG)} kg   ${event.uncertaintyG === undefined ? '' : `± ${(event.uncertaintyG / 1_000).toFixed(3)}`}`;
const all = [
  ...script.truths.map((truth) => ({ atMs: truth.atMs, line: truthLine(truth) })),
  ...found.map((event) => ({ atMs: event.atMs + 0.5, line: foundLine(event) })),
];
for (const { line } of all.toSorted((one, other) => one.atMs - other.atMs)) console.log(line);

if (values.trace !== undefined) {
  writeFileSync(values.trace, `${lines.join('\n')}\n`);
  const truths = script.truths.map(({ type, atMs, massG }) => JSON.stringify({ type, at: Math.round(atMs), massG: Math.round(massG) }));
  writeFileSync(values.trace.replace(/\.jsonl$/u, '.truth.jsonl'), truths.map((line) => `${line}\n`).join(''));
}
