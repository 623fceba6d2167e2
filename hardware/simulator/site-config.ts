import type { Stream } from '@kringwijzer/contract';

/** Opening of one weekday in local hours (8.5 is 08:30); `null` is closed. */
export type OpenHours = { readonly fromHour: number; readonly toHour: number } | null;

/** Opening of a week, Monday first; `always` never closes (for demos). */
export type Opening = 'always' | readonly [OpenHours, OpenHours, OpenHours, OpenHours, OpenHours, OpenHours, OpenHours];

/** A load receptor with its cells and amplifier. Masses in grams. */
export interface ScaleSimConfig {
  readonly id: string;
  readonly role: 'intake' | 'container' | 'outflow';
  /** Amplifier channels: 1 (cells joined in a box) or 4 (one a corner). */
  readonly cells: 1 | 4;
  readonly capacityG: number;
  readonly divisionG: number;
  /** Rated load of what hangs on one channel. */
  readonly cellCapacityG: number;
  /** Mass of the receptor itself. */
  readonly deadLoadG: number;
  /** Mass of the empty container on it, 0 for a floor scale. The header's zero is taken with it in place. */
  readonly containerG: number;
  readonly initialGoodsG: number;
  /** The truck comes when this much lies in it; Infinity for never. */
  readonly emptyAtG: number;
  /** Vertical wind force at 10 m/s, in gram-force. */
  readonly windG: number;
  /** Water held on top after an hour of steady rain. */
  readonly rainG: number;
  /** Lasting rise of the output under load, as a share of the load (OIML R 60 class C: about 0.0002). */
  readonly creepShare: number;
  /** Input noise of the amplifier, nanovolts rms (HX711 at 10 SPS: 50). */
  readonly noiseNv: number;
  /** Share of readings hit by a wrong clock pulse or a disturbed line. */
  readonly outlierShare: number;
}

/** A door with two beams a few centimetres apart; beam a is outside. */
export interface DoorSimConfig {
  readonly id: string;
}

/** A tool with a current clamp. */
export interface ToolSimConfig {
  readonly id: string;
  readonly idleAmps: number;
  readonly runAmps: number;
  readonly runsPerHour: number;
}

/** A distance sensor above a container. */
export interface LevelSimConfig {
  readonly id: string;
  /** The container scale whose goods it looks at. */
  readonly scale: string;
  readonly emptyMm: number;
  readonly fullMm: number;
  /** Goods that fill the container to the top. */
  readonly fullG: number;
}

/** Who comes. Means: Katwijk 70-80 visitors an hour; bursts of 200 an hour on spring Saturdays. */
export interface VisitorsConfig {
  readonly perHour: number;
  readonly burstPerHour: number;
  /** Share of ten-minute spans that are a burst. */
  readonly burstShare: number;
  /** Share of visitors who bring goods for reuse. */
  readonly donorShare: number;
  /** Share of donors who walk straight into the container. */
  readonly straightShare: number;
  /** The first donor steps on this long after the start; none is arranged when absent. */
  readonly firstDonorAfterMs?: number;
}

/** The weather of the site. */
export interface WeatherConfig {
  readonly meanC: number;
  readonly swingC: number;
  readonly windMs: number;
  /** Share of hours with rain. */
  readonly rainShare: number;
  /** How slowly the steel follows the air. */
  readonly lagMs: number;
}

/** A whole site. */
export interface SiteSimConfig {
  readonly seed: number;
  /** UTC epoch milliseconds. */
  readonly startAt: number;
  readonly timeZone: string;
  readonly opening: Opening;
  readonly visitors: VisitorsConfig;
  readonly weather: WeatherConfig;
  readonly scales: readonly ScaleSimConfig[];
  readonly doors: readonly DoorSimConfig[];
  readonly tools: readonly ToolSimConfig[];
  readonly levels: readonly LevelSimConfig[];
}

interface TruthOf<Type extends string> {
  readonly type: Type;
  readonly device: string;
  /** UTC epoch milliseconds; of a weighing event the moment the last person or truck was off. */
  readonly at: number;
}

/** What really happened: a change of mass. */
export interface MassTruth extends TruthOf<'deposit' | 'removal' | 'emptying'> {
  readonly massG: number;
  readonly stream?: Stream;
  /** Mass of the person who stood on the receptor, absent when nobody did. */
  readonly personG?: number;
}

/** What really happened: somebody went through a door. */
export interface PassageTruth extends TruthOf<'passage'> {
  readonly direction: 'in' | 'out';
  /** How the crossing looked, see `CROSSINGS`. */
  readonly crossing: string;
}

/** What really happened: a tool ran. */
export interface SessionTruth extends TruthOf<'session'> {
  readonly from: number;
  readonly to: number;
}

export type TruthEvent = MassTruth | PassageTruth | SessionTruth;

/** A beam of a door that changes. */
export interface DoorEdge {
  readonly atMs: number;
  readonly beam: 'a' | 'b';
  readonly broken: boolean;
}
