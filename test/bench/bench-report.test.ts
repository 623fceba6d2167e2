import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchOptions, judge, tableText } from './bench-report.ts';

describe('the report of a bench', () => {
  it('judges both directions, and never lets an absent figure hold', () => {
    const aims = [
      { figure: 'rate', op: '>=', goal: 10 },
      { figure: 'error', op: '<=', goal: 1 },
      { figure: 'peer_ratio', op: '>=', goal: 2 },
    ] as const;
    const goals = judge(aims, { rate: 10, error: 1.5 });
    expect(goals.map((goal) => [goal.value, goal.holds])).toEqual([
      [10, true],
      [1.5, false],
      [null, false],
    ]);
  });

  it('knows --json and --quick and refuses the rest', () => {
    expect(benchOptions(['--json'])).toEqual({ json: true, quick: false });
    expect(benchOptions(['--quick'])).toEqual({ json: false, quick: true });
    expect(() => benchOptions(['--fast'])).toThrow(TypeError);
  });

  it('puts columns in line', () => {
    const text = tableText({
      title: 'T',
      rows: [
        ['name', 'n'],
        ['a', '12'],
      ],
    });
    expect(text).toBe('T\n\nname   n\na     12');
  });

  it('prints exactly one JSON object with --json and fails only on a goal that was measured and missed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kw-bench-'));
    const file = join(folder, 'probe.mjs');
    const report = new URL('./bench-report.ts', import.meta.url).href;
    const run = (figures: string, ...args: string[]) => {
      const outcome = `{ figures: ${figures}, aims: [{ figure: 'x', op: '>=', goal: 2 }], tables: [], absent: ['peer x: not installed'] }`;
      writeFileSync(file, `import { runBench } from '${report}';\nawait runBench('probe', () => (${outcome}));\n`);
      return spawnSync('node_modules/.bin/tsx', ['--conditions=source', file, ...args], { encoding: 'utf8' });
    };
    const missed = run('{ x: 1 }', '--json');
    expect(JSON.parse(missed.stdout)).toMatchObject({ bench: 'probe', figures: { x: 1 }, goals: [{ value: 1, holds: false }] });
    expect(missed.status).toBe(1);
    expect(run('{ x: 1 }', '--json', '--quick').status).toBe(0);
    expect(run('{}', '--json').status).toBe(0);
    expect(run('{ x: 3 }').stderr).toContain('peer x: not installed');
    rmSync(folder, { recursive: true });
  });
});
