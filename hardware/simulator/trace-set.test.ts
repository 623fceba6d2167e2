import { existsSync, readFileSync, statSync } from 'node:fs';
import { doorEdgeSchema, replayEventSchema, scaleSampleSchema, toolSampleSchema, traceHeaderSchema } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { demoSite } from './demo-site.ts';
import { makeTrace, TRACE_SET } from './trace-set.ts';
import { writeTrace } from './trace-writer.ts';

const folder = new URL('../traces/', import.meta.url);
const sampleSchemas = { scale: scaleSampleSchema, door: doorEdgeSchema, tool: toolSampleSchema };

describe.each(TRACE_SET)('trace $name', (trace) => {
  const lines: string[] = [];
  const truth: string[] = [];
  makeTrace(
    trace,
    (line) => lines.push(line),
    (line) => truth.push(line),
  );

  it('is committed as its seed makes it', () => {
    const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
    expect(text(`${trace.name}.jsonl`) === `${lines.join('\n')}\n`).toBe(true);
    expect(text(`${trace.name}.truth.jsonl`)).toBe(truth.map((line) => `${line}\n`).join(''));
  });

  it('has the form of the contract, line by line', () => {
    const header = traceHeaderSchema.parse(JSON.parse(lines[0] ?? ''));
    for (const line of lines.slice(1)) sampleSchemas[header.kind].parse(JSON.parse(line));
    for (const line of truth) replayEventSchema.parse(JSON.parse(line));
    expect(lines.length).toBeGreaterThan(100);
  });
});

describe('the committed traces', () => {
  it('stay below 3 MB together and are described', () => {
    const files = TRACE_SET.flatMap(({ name }) => [`${name}.jsonl`, `${name}.truth.jsonl`]).map((name) => new URL(name, folder));
    expect(files.every((file) => existsSync(file))).toBe(true);
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(3_000_000);
    const readme = readFileSync(new URL('README.md', folder), 'utf8');
    for (const { name, seed } of TRACE_SET) expect(readme).toMatch(new RegExp(`\`${name}\` +\\| ${seed} +\\|`, 'u'));
  });
});

describe('writing a trace', () => {
  it('refuses a device the site has not, and a rate that cannot be', () => {
    const site = demoSite({ seed: 1, startAt: 0, alwaysOpen: true });
    const span = { fromMs: 0, toMs: 1_000, sampleHz: 10 };
    expect(() => writeTrace(site, 'intake-7', span, () => {})).toThrow('intake-7');
    expect(() => writeTrace(site, 'intake-1', { ...span, sampleHz: 0 }, () => {})).toThrow(RangeError);
  });
});
