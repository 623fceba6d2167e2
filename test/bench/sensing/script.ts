/** A load that comes to lie (or leaves) at a place, approaching with a time constant. */
export interface Lay {
  readonly kind: 'lay';
  readonly atMs: number;
  readonly massG: number;
  readonly tauMs: number;
  readonly x: number;
  readonly y: number;
  /** Number of the walker whose hands it leaves or goes to; undefined when it is thrown or put from beside. */
  readonly hands?: number;
  /** Downward kick of a fall, in gram-seconds of momentum per gram, 0 for a gentle hand. */
  readonly kick: number;
}

/** Somebody on the receptor from the first foot on to the last foot off. */
export interface Walker {
  readonly kind: 'walker';
  readonly number: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly massG: number;
  /** Mass in hands or on the trolley at the start. */
  readonly handsG: number;
  /** 0: seated or standing still, 1: an ordinary walker. */
  readonly vigour: number;
  readonly strideMs: number;
  readonly walkMs: number;
  /** Wheels: a second axle follows after this time, 0 for feet. */
  readonly axleMs: number;
  readonly x: number;
  readonly y: number;
}

/** A truck pushes, pulls and shakes. */
export interface Shaking {
  readonly kind: 'shaking';
  readonly fromMs: number;
  readonly toMs: number;
  readonly sigmaG: number;
}

/** A straight lift or lowering by a truck. */
export interface Haul {
  readonly kind: 'haul';
  readonly atMs: number;
  readonly durationMs: number;
  /** Mass that comes on (or leaves, below 0); NaN takes off all goods and the container. */
  readonly massG: number;
}

export type Happening = Lay | Walker | Shaking | Haul;

/** What really happened. Times are milliseconds from the start; a visit lasts from `fromMs` to `atMs`. */
export interface ScaleTruth {
  readonly type: 'deposit' | 'removal' | 'emptying';
  readonly fromMs: number;
  readonly atMs: number;
  readonly massG: number;
  /** Somebody stood on the receptor while it happened. */
  readonly isSeen?: boolean;
}

/** A written day. */
export interface Script {
  readonly happenings: readonly Happening[];
  readonly truths: readonly ScaleTruth[];
  readonly lengthMs: number;
}

export const startOf = (happening: Happening): number => ('atMs' in happening ? happening.atMs : happening.fromMs);
