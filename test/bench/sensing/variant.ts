/** What happens on a receptor and how well it is measured: one row of the bench. Masses in grams. */
export interface Variant {
  readonly name: string;
  readonly kind: 'floor' | 'container';
  /** The role the node's configuration gives the scale; without one it is a container's, as in a trace. */
  readonly role?: 'intake';
  readonly cells: 1 | 4;
  readonly capacityG: number;
  readonly divisionG: number;
  /** Nominal and true samples a second. */
  readonly sps: number;
  readonly trueSps: number;
  /** Raw values are whole divisions, as an indicator on a serial line gives them. */
  readonly isQuantised: boolean;
  /** White noise of one reading, one standard deviation. */
  readonly noiseG: number;
  /** Slow noise (traffic, floor): one standard deviation, time constant 3 s. */
  readonly rumbleG: number;
  /** Vertical wind push in a strong gust. */
  readonly windG: number;
  /** Zero wandering: amplitude and period of a sine. */
  readonly driftG: number;
  readonly driftPeriodH: number;
  /** Zero by temperature: grams a kelvin, swing of the air over the run, lag of the steel. */
  readonly gramsPerK: number;
  readonly swingK: number;
  readonly lagMin: number;
  readonly creepShare: number;
  /** Share of samples spoiled, and how. */
  readonly outlierShare: number;
  readonly outliers: 'mixed' | 'bits' | 'spikes';
  readonly lossShare: number;
  /** Silences of 20 s an hour. */
  readonly gapsPerHour: number;
  readonly platformHz: number;
  readonly damping: number;
  /** Slow give of the ground under a fresh load: share of it that comes late, with this time constant. */
  readonly lateShare: number;
  readonly lateMs: number;
  readonly depositsPerHour: number;
  readonly medianG: number;
  readonly spread: number;
  readonly lightestG: number;
  readonly heaviestG: number;
  readonly personShare: number;
  readonly twoShare: number;
  readonly trolleyShare: number;
  /** Share of visitors who stay on for one to three minutes after they put their goods down. */
  readonly lingerShare: number;
  /** The cells hang upside down: counts fall under load. */
  readonly isUpsideDown: boolean;
  readonly sittersPerHour: number;
  readonly passersPerHour: number;
  readonly removalShare: number;
  /** 20 kg in, 5 kg out, by one visitor in one go. */
  readonly swapShare: number;
  /** Share of visitors who come on within seconds of the one before; `overlap`: before he is off. */
  readonly closeShare: number;
  readonly overlap: boolean;
  readonly smallPerHour: number;
  /** Rain: grams an hour while it lasts, the middle half of the run. */
  readonly rainGPerH: number;
  readonly emptyings: number;
  readonly isSwapped: boolean;
  readonly awayMin: number;
  /** The header's zero was taken with the empty container on, or with the bare receptor. */
  readonly zeroWith: 'container' | 'receptor';
  readonly containerG: number;
  readonly startG: number;
  /** A channel dies at this share of the run; nobody comes afterwards. */
  readonly deadCellAt: number;
  readonly deadCell: 'cut' | 'stuck';
  readonly hours: number;
  /** Why physics forbids the goal, when it does; such a variant is shown and counted by itself. */
  readonly forbidden?: string;
}

const KG = 1_000;

/** A floor scale of 300 kg under a canopy, 20 visitors an hour, an ordinary amplifier. */
const FLOOR: Omit<Variant, 'name'> = {
  kind: 'floor',
  cells: 1,
  capacityG: 300 * KG,
  divisionG: 100,
  sps: 10,
  trueSps: 10.4,
  isQuantised: false,
  noiseG: 25,
  rumbleG: 8,
  windG: 0,
  driftG: 150,
  driftPeriodH: 24,
  gramsPerK: 0,
  swingK: 0,
  lagMin: 60,
  creepShare: 0.0002,
  outlierShare: 0.0003,
  outliers: 'mixed',
  lossShare: 0,
  gapsPerHour: 0,
  platformHz: 9,
  damping: 0.06,
  lateShare: 0,
  lateMs: 0,
  depositsPerHour: 30,
  medianG: 7 * KG,
  spread: 0.8,
  lightestG: 0.5 * KG,
  heaviestG: 60 * KG,
  personShare: 0.75,
  twoShare: 0,
  trolleyShare: 0,
  lingerShare: 0,
  isUpsideDown: false,
  sittersPerHour: 0,
  passersPerHour: 2,
  removalShare: 0,
  swapShare: 0,
  closeShare: 0,
  overlap: false,
  smallPerHour: 0,
  rainGPerH: 0,
  emptyings: 0,
  isSwapped: false,
  awayMin: 4,
  zeroWith: 'container',
  containerG: 0,
  startG: 0,
  deadCellAt: 0,
  deadCell: 'cut',
  hours: 3,
};

/** A 20 ft container on four cells in the open. Every visitor walks in. */
const CONTAINER: Omit<Variant, 'name'> = {
  ...FLOOR,
  kind: 'container',
  cells: 4,
  capacityG: 10_000 * KG,
  divisionG: 1 * KG,
  noiseG: 200,
  rumbleG: 60,
  windG: 1.5 * KG,
  driftG: 1 * KG,
  platformHz: 5,
  damping: 0.09,
  depositsPerHour: 18,
  medianG: 12 * KG,
  personShare: 1,
  passersPerHour: 4,
  containerG: 2_230 * KG,
  startG: 700 * KG,
};

/** A variant of the floor scale. */
export const floor = (name: string, change: Partial<Variant> = {}): Variant => ({ ...FLOOR, name: `floor ${name}`, ...change });

/** A variant of the container. */
export const container = (name: string, change: Partial<Variant> = {}): Variant => ({ ...CONTAINER, name: `container ${name}`, ...change });

/** Nobody comes. */
export const QUIET: Partial<Variant> = { depositsPerHour: 0, passersPerHour: 0, sittersPerHour: 0, smallPerHour: 0 };

/** Smallest true deposit that counts as found or missed: 1 kg or three divisions, whichever is more. */
export const countedFromG = (variant: Variant): number => Math.max(KG, 3 * variant.divisionG);
