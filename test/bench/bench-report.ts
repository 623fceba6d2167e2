import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

/** How a bench was asked to run. */
export interface BenchOptions {
  /** Exactly one JSON object on stdout instead of tables. */
  readonly json: boolean;
  /** Ends within 50 s: fewer repeats, shorter runs. */
  readonly quick: boolean;
}

/** What a figure must reach. */
export interface BenchAim {
  readonly figure: string;
  readonly op: '>=' | '<=';
  readonly goal: number;
}

/** An aim that was judged; `value` is null when its figure could not be measured, and then it does not hold. */
export interface BenchGoal extends BenchAim {
  readonly value: number | null;
  readonly holds: boolean;
}

/** Rows for people; the first row is the head. */
export interface BenchTable {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** What a bench found. `absent` says in words which peers or parts could not be measured, and why. */
export interface BenchOutcome {
  readonly figures: Readonly<Record<string, number>>;
  readonly aims: readonly BenchAim[];
  readonly tables: readonly BenchTable[];
  readonly absent?: readonly string[];
}

/** The shape every bench prints with `--json`. */
export interface BenchReport {
  readonly bench: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly machine: { readonly cpus: number; readonly loadavg: readonly number[]; readonly node: string };
  readonly figures: Readonly<Record<string, number>>;
  readonly goals: readonly BenchGoal[];
}

/** The options of a bench from its command line. Throws TypeError for an option it has not. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
  });
  return { json: values.json, quick: values.quick };
}

/** The aims judged by the figures. A figure that is absent never makes a goal hold. */
export function judge(aims: readonly BenchAim[], figures: Readonly<Record<string, number>>): readonly BenchGoal[] {
  return aims.map((aim) => {
    const value = figures[aim.figure];
    if (value === undefined || !Number.isFinite(value)) return { ...aim, value: null, holds: false };
    return { ...aim, value, holds: aim.op === '>=' ? value >= aim.goal : value <= aim.goal };
  });
}

/** A table as text with columns in line. */
export function tableText(table: BenchTable): string {
  const widths: number[] = [];
  for (const row of table.rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  const lines = table.rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [table.title, '', ...lines].join('\n');
}

function goalTable(goals: readonly BenchGoal[]): BenchTable {
  const rows = goals.map((goal) => [
    goal.figure,
    `${goal.op} ${goal.goal}`,
    goal.value === null ? 'absent' : String(goal.value),
    goal.holds ? 'holds' : 'DOES NOT HOLD',
  ]);
  return { title: 'Goals', rows: [['figure', 'goal', 'value', ''], ...rows] };
}

/**
 * Runs a bench and prints its report. Exit code: 1 when a measured goal does not hold in full mode, else 0; quick runs
 * measure too little to fail anybody, and a goal that could not be measured is shown as not held but fails nothing.
 * Load, machine and Node version go with every report, because figures mean nothing without them.
 */
export async function runBench(name: string, run: (options: BenchOptions) => Promise<BenchOutcome> | BenchOutcome): Promise<void> {
  const options = benchOptions(process.argv.slice(2));
  const outcome = await run(options);
  const goals = judge(outcome.aims, outcome.figures);
  const report: BenchReport = {
    bench: name,
    at: new Date().toISOString(),
    machine: { cpus: cpus().length, loadavg: loadavg().map((load) => Number(load.toFixed(2))), node: process.version },
    figures: outcome.figures,
    goals,
  };
  for (const reason of outcome.absent ?? []) console.error(`absent: ${reason}`);
  if (options.json) {
    console.log(JSON.stringify(report));
  } else {
    for (const table of [...outcome.tables, goalTable(goals)]) console.log(`${tableText(table)}\n`);
    const { machine } = report;
    console.log(`${machine.cpus} processors, load ${machine.loadavg.join(' ')}, Node ${machine.node}${options.quick ? ', quick run' : ''}`);
  }
  const isMissed = goals.some((goal) => !goal.holds && goal.value !== null);
  process.exitCode = isMissed && !options.quick ? 1 : 0;
}
