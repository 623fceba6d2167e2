import type { BenchTable } from '../bench-report.ts';
import { stepBoundG } from './bound.ts';
import { chanceOf } from './chance.ts';
import { MEAN_60S, MOVING_AVERAGE, TRIMMED_MEAN } from './peers.ts';
import type { Pipeline } from './pipeline.ts';
import { type RunScore, scoreRun, scoreVariant, type VariantScore } from './score.ts';
import type { Script } from './script.ts';
import { createSignal, type Signal } from './signal.ts';
import type { Variant } from './variant.ts';
import { writeScript } from './write-script.ts';

const HOUR_MS = 3_600_000;

/** Set-ups people have today. */
export const PEERS: readonly Pipeline[] = [MEAN_60S, MOVING_AVERAGE, TRIMMED_MEAN];

/** What of the grid to run. */
export interface ScaleBenchOptions {
  readonly seeds: number;
  /** Longest run in hours; a run of a variant is never longer than the variant's own. */
  readonly hours: number;
  /** Most samples of a run: a fast amplifier has shorter days. */
  readonly samples: number;
  /** No variant is begun later than this after the start of the process; what is left out is told. */
  readonly untilMs: number;
}

/** One pipeline over the whole grid. */
export interface PipelineScores {
  readonly pipeline: Pipeline;
  readonly scores: readonly VariantScore[];
}

/** The day and the trace of one run: the same for the same variant, seed and length. */
export function prepareRun(variant: Variant, seed: number, hours: number): { readonly script: Script; readonly signal: Signal } {
  const words = `${variant.name} / ${seed}`;
  const script = writeScript(variant, chanceOf(`script of ${words}`), Math.min(variant.hours, hours) * HOUR_MS);
  return { script, signal: createSignal(variant, script, chanceOf(`signal of ${words}`)) };
}

function runVariant(variant: Variant, pipelines: readonly Pipeline[], options: ScaleBenchOptions): readonly VariantScore[] {
  const runs: RunScore[][] = pipelines.map(() => []);
  const spentMs = pipelines.map(() => 0);
  const hours = Math.min(variant.hours, options.hours, options.samples / variant.sps / 3_600);
  const lengthMs = hours * HOUR_MS;
  for (let seed = 1; seed <= options.seeds; seed += 1) {
    const { script, signal } = prepareRun(variant, seed, hours);
    const started = pipelines.map((pipeline) => pipeline.start(signal.header, variant.role));
    // A copy of the trace, so that the time of a pipeline is its own and not the generator's.
    const samples = Array.from(signal.samples(), (sample) => ({ t: sample.t, raw: sample.raw.slice() }));
    started.forEach((run, i) => {
      const from = performance.now();
      for (const sample of samples) run.take(sample);
      const found = run.end(lengthMs);
      spentMs[i] = (spentMs[i] ?? 0) + performance.now() - from;
      runs[i]?.push(scoreRun(variant, script.truths, found));
    });
  }
  return runs.map((list, i) =>
    scoreVariant(variant, list, { hoursPerRun: lengthMs / HOUR_MS, secondsPerRun: (spentMs[i] ?? 0) / 1_000 / options.seeds }),
  );
}

/** The variants in an order in which neighbours differ, so that a run cut short by a busy machine has seen some of everything. */
const shuffled = (variants: readonly Variant[]): readonly Variant[] =>
  [0, 1, 2, 3, 4, 5, 6].flatMap((rest) => variants.filter((_, i) => i % 7 === rest));

/** Runs the variants with every pipeline on the same traces. `skipped` names what there was no time for. */
export function runGrid(
  variants: readonly Variant[],
  pipelines: readonly Pipeline[],
  options: ScaleBenchOptions,
): { readonly results: readonly PipelineScores[]; readonly skipped: readonly string[] } {
  const rows = new Map<Variant, readonly VariantScore[]>();
  for (const variant of shuffled(variants)) {
    if (performance.now() < options.untilMs) rows.set(variant, runVariant(variant, pipelines, options));
  }
  const scoresOf = (i: number): readonly VariantScore[] => variants.flatMap((variant) => rows.get(variant)?.[i] ?? []);
  return {
    results: pipelines.map((pipeline, i) => ({ pipeline, scores: scoresOf(i) })),
    skipped: variants.filter((variant) => !rows.has(variant)).map((variant) => variant.name),
  };
}

/** Tells if a variant meets the goals: day 1 %, 98 % found, nothing false, all emptyings. A variant without gifts has only the last two. */
function meetsGoals(score: VariantScore): boolean {
  const share = score.trueDeposits === 0 ? 1 : score.foundDeposits / score.trueDeposits;
  return (score.worstDayPct ?? 0) <= 1 && share >= 0.98 && isClean(score) && score.foundEmptyings === score.trueEmptyings;
}

/** Nothing false. On a day with visitors only events of the counted mass are false; on a quiet day any event is. */
const isClean = (score: VariantScore): boolean => (score.trueDeposits === 0 ? score.falseEvents === 0 : score.extraDeposits === 0);

/** Why physics forbids the goals of a variant: said beforehand, or computed to hide more of a day than the goal allows. */
function whyForbidden({ variant, lostAtLeastPct }: VariantScore): string | undefined {
  if (variant.forbidden !== undefined || lostAtLeastPct <= 1) return variant.forbidden;
  const sdG = Math.round(stepBoundG(variant));
  return `a step can be known to ${sdG} g (1 sigma, Cramér-Rao) at best: ${lostAtLeastPct.toFixed(1)} % of the day is too light to stand out`;
}

/** How badly a variant does: days in percent, missed and false events weigh as much as percents. */
function badness(score: VariantScore): number {
  const missed = score.trueDeposits === 0 ? 0 : 100 * (1 - score.foundDeposits / score.trueDeposits);
  const lost = score.trueEmptyings === 0 ? 0 : 100 * (1 - score.foundEmptyings / score.trueEmptyings);
  return (score.worstDayPct ?? 0) + missed / 2 + lost + (score.trueDeposits === 0 ? 10 * score.falseEvents : 2 * score.extraDeposits);
}

const percent = (value: number | undefined, digits = 2): string => (value === undefined ? '-' : `${value.toFixed(digits)} %`);
const outOf = (found: number, truth: number): string => (truth === 0 ? '-' : `${found}/${truth}`);

function oursRow(score: VariantScore, peers: readonly VariantScore[]): string[] {
  const within = score.withUncertainty === 0 ? undefined : (100 * score.withinUncertainty) / score.withUncertainty;
  return [
    score.variant.name,
    whyForbidden(score) === undefined ? (meetsGoals(score) ? 'yes' : 'NO') : 'physics',
    percent(score.worstDayPct),
    score.trueDeposits === 0 ? '-' : percent(score.lostAtLeastPct),
    percent(score.errorPct),
    outOf(score.foundDeposits, score.trueDeposits),
    String(score.trueDeposits === 0 ? score.falseEvents : score.extraDeposits),
    outOf(score.foundEmptyings, score.trueEmptyings),
    outOf(score.foundRemovals, score.trueRemovals),
    score.meanMassErrorG === undefined ? '-' : `${Math.round(score.meanMassErrorG)} g`,
    percent(within, 0),
    ...peers.flatMap((peer) => [percent(peer.errorPct, 0), String(peer.falseEvents)]),
  ];
}

/** The table of ours, with the signed error and the false events of each peer beside it. */
export function gridTable(ours: readonly VariantScore[], peers: readonly PipelineScores[]): BenchTable {
  const head = ['scale', 'goals', 'worst day', 'hidden', 'all days', 'found', 'false', 'emptied', 'taken', 'mass error', 'within u'];
  const rows = ours.map((score, i) =>
    oursRow(
      score,
      peers.flatMap((peer) => peer.scores[i] ?? []),
    ),
  );
  return {
    title:
      'Scales: error of the sum of gifts, gifts found of at least 1 kg or 3 divisions, false gifts (quiet days: false events of any kind)',
    rows: [[...head, ...peers.flatMap((peer) => [peer.pipeline.name, 'false'])], ...rows],
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

type Count = (score: VariantScore) => number;

/** A share in percent as a figure, absent when there was nothing to share. */
function shareFigure(name: string, scores: readonly VariantScore[], part: Count, whole: Count): Readonly<Record<string, number>> {
  const total = scores.reduce((sum, score) => sum + whole(score), 0);
  const found = scores.reduce((sum, score) => sum + part(score), 0);
  return total === 0 ? {} : { [name]: round((100 * found) / total, 2) };
}

/** The figures of ours over the variants physics allows. What no variant of this run could show is absent. */
export function ourFigures(all: readonly VariantScore[]): Readonly<Record<string, number>> {
  const scores = all.filter((score) => whyForbidden(score) === undefined);
  const given = scores.filter((score) => score.trueDeposits > 0);
  const quiet = scores.filter((score) => score.trueDeposits === 0);
  const dying = scores.filter((score) => score.variant.deadCellAt > 0);
  const tenHz = scores.filter((score) => score.variant.sps === 10);
  const total = (list: readonly VariantScore[], pick: Count): number => list.reduce((sum, score) => sum + pick(score), 0);
  const trueDeposits: Count = (score) => score.trueDeposits;
  return {
    scale_variants: all.length,
    scale_variants_physics_forbids: all.length - scores.length,
    scale_variants_meeting_goals: scores.filter(meetsGoals).length,
    scale_day_error_worst_pct: round(Math.max(0, ...given.map((score) => score.worstDayPct ?? 0)), 3),
    scale_day_error_mean_pct: round(mean(given.map((score) => score.worstDayPct ?? 0)), 3),
    scale_found_worst_variant_pct: round(100 * Math.min(1, ...given.map((score) => score.foundDeposits / score.trueDeposits)), 2),
    ...shareFigure('scale_found_pct', given, (score) => score.foundDeposits, trueDeposits),
    ...shareFigure('scale_found_or_merged_pct', given, (score) => score.foundOrMerged, trueDeposits),
    ...(quiet.length === 0 ? {} : { scale_false_events_quiet_days: total(quiet, (score) => score.falseEvents) }),
    scale_false_gifts_busy_days: total(given, (score) => score.extraDeposits),
    ...shareFigure(
      'scale_emptyings_found_pct',
      scores,
      (score) => score.foundEmptyings,
      (score) => score.trueEmptyings,
    ),
    ...shareFigure(
      'scale_within_uncertainty_pct',
      scores,
      (score) => score.withinUncertainty,
      (score) => score.withUncertainty,
    ),
    ...shareFigure(
      'scale_dead_cells_reported_pct',
      dying,
      (score) => (score.faults > 0 ? 1 : 0),
      () => 1,
    ),
    scale_real_time_factor_10hz: round(mean(tenHz.map((score) => (score.hoursPerRun * 3_600) / score.secondsPerRun)), 0),
  };
}

/** Mean error of the days and false events of a peer, over the variants with gifts. */
export function peerFigures(peer: PipelineScores): Readonly<Record<string, number>> {
  const given = peer.scores.filter((score) => whyForbidden(score) === undefined && score.trueDeposits > 0);
  const name = `peer_${peer.pipeline.name.replaceAll(/[^a-z0-9]+/giu, '_')}`;
  return {
    [`${name}_day_error_mean_pct`]: round(mean(given.map((score) => score.worstDayPct ?? 0)), 1),
    [`${name}_variants_meeting_goals`]: peer.scores.filter((score) => whyForbidden(score) === undefined && meetsGoals(score)).length,
  };
}

/** The five variants ours does worst on, by name. */
export function worstTable(scores: readonly VariantScore[]): BenchTable {
  const worst = scores
    .filter((score) => whyForbidden(score) === undefined)
    .toSorted((one, other) => badness(other) - badness(one))
    .slice(0, 5);
  const rows = worst.map((score) => [
    score.variant.name,
    percent(score.worstDayPct),
    outOf(score.foundDeposits, score.trueDeposits),
    `${score.trueDeposits === 0 ? score.falseEvents : score.extraDeposits} false`,
    `${outOf(score.foundEmptyings, score.trueEmptyings)} emptied`,
  ]);
  return { title: 'Worst five', rows: [['scale', 'worst day', 'found', '', ''], ...rows] };
}

/** What physics forbids, and why. */
export function forbiddenTable(scores: readonly VariantScore[]): BenchTable {
  const rows = scores
    .filter((score) => whyForbidden(score) !== undefined)
    .map((score) => [
      score.variant.name,
      percent(score.worstDayPct),
      outOf(score.foundOrMerged, score.trueDeposits),
      whyForbidden(score) ?? '',
    ]);
  return { title: 'Where physics forbids the goal (counted apart)', rows: [['scale', 'worst day', 'found or merged', 'why'], ...rows] };
}
