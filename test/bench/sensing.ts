import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';
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
  { figure: 'scale_within_uncertainty_pct', op: '>=', goal: 90 },
  { figure: 'scale_real_time_factor_10hz', op: '>=', goal: 2_000 },
  { figure: 'door_wrong_crossings', op: '<=', goal: 0 },
  { figure: 'tool_hours_worst_day_error_pct', op: '<=', goal: 1 },
];

function bench(isQuick: boolean): BenchOutcome {
  const [ours, ...peers] = runGrid(VARIANTS, [OUR_CORE, ...PEERS], isQuick ? { seeds: 1, hours: 0.5 } : { seeds: 3, hours: 6 });
  const scores = ours?.scores ?? [];
  const doors = benchDoors(isQuick);
  const tools = benchTools(isQuick);
  return {
    figures: { ...ourFigures(scores), ...Object.assign({}, ...peers.map(peerFigures)), ...doors.figures, ...tools.figures },
    aims: AIMS,
    tables: [gridTable(scores, peers), worstTable(scores), forbiddenTable(scores), doors.table, tools.table],
  };
}

await runBench('sensing', ({ quick }) => bench(quick));
