import type { Forecast } from '@kringwijzer/contract';
import type { FullMass } from './full-mass.ts';
import { fullTimeOf } from './full-time.ts';
import type { Hour } from './hour.ts';
import type { LearnedPast } from './learned-past.ts';

/** Mass and level further apart than this share of full tell different stories. */
const DISAGREES_FROM = 0.25;

export interface ContainerInput {
  /** UTC epoch ms. */
  readonly nowMs: number;
  readonly full: FullMass;
  /** Net mass in the container now, g; undefined when the scale is not to be believed. */
  readonly netG: number | undefined;
  /** Fill by a level sensor, 0..1; undefined without one that is to be believed. */
  readonly levelRatio: number | undefined;
  readonly learned: LearnedPast | undefined;
  /** Hours from the one that holds `nowMs`. */
  readonly ahead: readonly Hour[];
  readonly held?: Forecast['held'];
}

/** The forecast of one container as it stands now. The fuller of mass and level counts, as in the fill. */
export function containerForecast(input: ContainerInput): Forecast {
  const { nowMs, full, netG, levelRatio, learned, ahead, held } = input;
  const ratios = [netG === undefined ? undefined : netG / full.fullG, levelRatio].filter((ratio) => ratio !== undefined);
  const [fullest, emptiest] = [Math.max(0, ...ratios), Math.min(...ratios)];
  const disagrees = ratios.length > 1 && fullest - emptiest > DISAGREES_FROM;
  const roomG = full.fullG * (1 - fullest);
  const time = learned !== undefined && ratios.length > 0 ? fullTimeOf({ nowMs, roomG, ...learned, ahead }) : undefined;
  return {
    at: nowMs,
    fill_rate: Math.round(learned?.expectation.perOpenHourG ?? 0),
    full_g: full.fullG,
    full_from: full.from,
    disagrees,
    ...(time && { estimated_full_time: disagrees ? { ...time, reliability: 'low' as const } : time }),
    ...(held && { held }),
  };
}
