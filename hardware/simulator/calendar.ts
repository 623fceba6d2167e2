import { HOUR_MS } from '@kringwijzer/contract';
import type { DoorSim } from './door-sim.ts';
import { drawGoods } from './goods.ts';
import { busyness, createLocalClock } from './opening-hours.ts';
import { createPrng, seedOf } from './prng.ts';
import type { ScaleSim } from './scale-sim.ts';
import type { SiteSimConfig } from './site-config.ts';
import { planToolRuns } from './tool-plan.ts';
import type { ToolSim } from './tool-sim.ts';
import type { TruthLog } from './truth-log.ts';
import { planVisits } from './visit-plan.ts';
import type { Yard } from './yard-plan.ts';

const KEPT_MS = 48 * HOUR_MS;

/** What the calendar plans for. */
export interface CalendarParts {
  readonly config: SiteSimConfig;
  readonly scales: readonly ScaleSim[];
  readonly doors: readonly DoorSim[];
  readonly tools: readonly ToolSim[];
  readonly yard: Yard;
  readonly truths: TruthLog;
}

/** Plans hour after hour, never back, and forgets what is long over. */
export function createCalendar(parts: CalendarParts): (atMs: number) => void {
  const { config, doors, yard } = parts;
  const localTime = createLocalClock(config.timeZone);
  const addTruth = parts.truths.add;
  let plannedMs = Math.floor(config.startAt / HOUR_MS) * HOUR_MS;

  const planHour = (hourMs: number): void => {
    const prng = createPrng(seedOf(config.seed, 33, hourMs / HOUR_MS));
    const isOpen = busyness(config.opening, localTime(Math.max(hourMs, config.startAt) + HOUR_MS / 4)) > 0;
    const fromMs = Math.max(hourMs, config.startAt);
    if (isOpen) yard.containers.sendTrucks(fromMs, prng);
    const firstMs = config.startAt + (config.visitors.firstDonorAfterMs ?? 0);
    if (config.visitors.firstDonorAfterMs !== undefined && firstMs >= hourMs && firstMs < hourMs + HOUR_MS) {
      yard.intake.donate({ atMs: firstMs, ...drawGoods(prng) }, prng);
    }
    planVisits({ config, localTime, doors, yard, addTruth }, hourMs);
    if (isOpen) yard.sendOut(fromMs, prng);
    yard.intake.clear(hourMs + HOUR_MS, prng);
    if (isOpen && hourMs >= config.startAt - HOUR_MS / 2) {
      for (const tool of parts.tools) planToolRuns(tool, config.seed, fromMs, addTruth);
    }
  };
  const forgetBefore = (atMs: number): void => {
    for (const scale of parts.scales) scale.receptor.forgetBefore(atMs);
    for (const door of doors) door.forgetBefore(atMs);
    for (const tool of parts.tools) tool.forgetBefore(atMs);
    parts.truths.forgetBefore(atMs);
  };
  return (atMs) => {
    while (plannedMs <= atMs) {
      planHour(plannedMs);
      plannedMs += HOUR_MS;
      forgetBefore(plannedMs - KEPT_MS);
    }
  };
}
