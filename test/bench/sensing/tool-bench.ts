import { toolConfigOf, toolCore } from '../../../firmware-bridge/src/core/cores.ts';
import type { BenchTable } from '../bench-report.ts';
import { chanceOf } from './chance.ts';
import { createToolRun, hoursByDay, TOOL_VARIANTS, type ToolRun, type ToolRunTruth, type ToolVariant } from './tools.ts';

/** Our core: readings in, sessions out. */
function sessionsOf(variant: ToolVariant, run: ToolRun): readonly ToolRunTruth[] {
  const config = toolConfigOf({ device: 'tool', idleAmps: variant.idleAmps, runAmps: variant.runAmps });
  const sessions: ToolRunTruth[] = [];
  let state = toolCore.initial(config, variant.startAt);
  const feed = (input: Parameters<typeof toolCore.step>[2]): void => {
    const step = toolCore.step(config, state, input);
    state = step.state;
    for (const output of step.outputs) {
      if (output.type === 'record' && output.record.kind === 'session')
        sessions.push({ fromMs: output.record.at, toMs: output.record.toAt });
    }
  };
  for (const reading of run.readings()) feed({ type: 'reading', ...reading });
  feed({ type: 'flush', atMs: run.endMs });
  return sessions;
}

/** What a rule in a home-automation system does: a state read once a minute, counted as a minute of work when above half the load. */
function polledHours(variant: ToolVariant, run: ToolRun): number {
  let minutes = 0;
  let due = variant.startAt;
  for (const { atMs, amps } of run.readings()) {
    if (atMs < due) continue;
    due += 60_000;
    if (amps > (variant.idleAmps + variant.runAmps) / 2) minutes += 1;
  }
  return minutes / 60;
}

const total = (runs: readonly ToolRunTruth[]): number => runs.reduce((sum, run) => sum + run.toMs - run.fromMs, 0) / 3_600_000;

/** Worst error of the hours of a local day, in percent of that day's truth; days with less than a quarter of an hour are added up only. */
function worstDayPct(truths: readonly ToolRunTruth[], sessions: readonly ToolRunTruth[]): number {
  const found = hoursByDay(sessions);
  let worst = 0;
  for (const [day, hours] of hoursByDay(truths)) {
    if (hours >= 0.25) worst = Math.max(worst, (100 * Math.abs((found.get(day) ?? 0) - hours)) / hours);
  }
  return worst;
}

/** The table of tools and its figures. */
export function benchTools(isQuick: boolean): { readonly table: BenchTable; readonly figures: Readonly<Record<string, number>> } {
  const rows: string[][] = [['tool', 'runs true', 'found', 'hours true', 'found', 'worst day', 'polled each minute']];
  let worstPct = 0;
  let worstPolledPct = 0;
  for (const variant of TOOL_VARIANTS) {
    for (let seed = 1; seed <= (isQuick ? 1 : 3); seed += 1) {
      const words = `tool ${variant.name} ${seed}`;
      const run = createToolRun(variant, chanceOf(words));
      const sessions = sessionsOf(variant, run);
      // The readings draw from the stream the plan was drawn from: the same words make the same day again.
      const polled = polledHours(variant, createToolRun(variant, chanceOf(words)));
      const worst = worstDayPct(run.truths, sessions);
      const polledPct = (100 * Math.abs(polled - total(run.truths))) / total(run.truths);
      worstPct = Math.max(worstPct, worst);
      worstPolledPct = Math.max(worstPolledPct, polledPct);
      if (seed > 1) continue;
      const hours = [total(run.truths), total(sessions)].map((value) => value.toFixed(3));
      rows.push([
        variant.name,
        String(run.truths.length),
        String(sessions.length),
        ...hours,
        `${worst.toFixed(2)} %`,
        `${polledPct.toFixed(1)} %`,
      ]);
    }
  }
  return {
    table: { title: 'Tools: run hours by local day (worst of the seeds in the figures, first seed shown)', rows },
    figures: {
      tool_hours_worst_day_error_pct: Number(worstPct.toFixed(3)),
      tool_hours_polled_worst_error_pct: Number(worstPolledPct.toFixed(1)),
    },
  };
}
