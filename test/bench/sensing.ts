import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';
import { benchCells } from './sensing/cell-bench.ts';
import { benchDoors } from './sensing/door-bench.ts';
import { OUR_CORE } from './sensing/our-pipeline.ts';
import { forbiddenTable, gridTable, ourFigures, PEERS, peerFigures, runGrid, worstTable } from './sensing/scale-bench.ts';
import { benchTools } from './sensing/tool-bench.ts';
import { VARIANTS } from './sensing/variants.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'scale_day_error_worst_pct', op: '<=', goal: 1 },
  { figure: 'scale_found_worst_variant_pct', op: '>=', goal: 98 },
  { figure: 'scale_false_events_quiet_days', op: '<=', goal: 0 },
  { figure: 'scale_emptyings_found_pct', op: '>=', goal: 100 },
  { figure: 'scale_dead_cells_reported_pct', op: '>=', goal: 100 },
  { figure: 'cells_ill_reported_pct', op: '>=', goal: 100 },
  { figure: 'cells_false_reports', op: '<=', goal: 0 },
  { figure: 'scale_within_uncertainty_pct', op: '>=', goal: 90 },
  { figure: 'scale_real_time_factor_10hz', op: '>=', goal: 2_000 },
  { figure: 'door_wrong_crossings', op: '<=', goal: 0 },
  { figure: 'tool_hours_worst_day_error_pct', op: '<=', goal: 1 },
];

const QUICK = { seeds: 1, hours: 0.5, samples: 40_000, untilMs: 36_000 };
const FULL = { seeds: 3, hours: 6, samples: Number.POSITIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

function bench(isQuick: boolean): BenchOutcome {
  const doors = benchDoors(isQuick);
  const tools = benchTools(isQuick);
  const cells = benchCells(isQuick);
  const { results, skipped } = runGrid(VARIANTS, [OUR_CORE, ...PEERS], isQuick ? QUICK : FULL);
  const [ours, ...peers] = results;
  const scores = ours?.scores ?? [];
  return {
    figures: {
      ...ourFigures(scores),
      ...Object.assign({}, ...peers.map(peerFigures)),
      ...cells.figures,
      ...doors.figures,
      ...tools.figures,
    },
    aims: AIMS,
    tables: [gridTable(scores, peers), worstTable(scores), forbiddenTable(scores), cells.table, doors.table, tools.table],
    absent: skipped.length === 0 ? [] : [`${skipped.length} variants, no time left on this busy machine: ${skipped.join('; ')}`],
  };
}

await runBench('sensing', ({ quick }) => bench(quick));
