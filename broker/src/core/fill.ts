import type { DeviceLive, FillBand } from '@kringwijzer/contract';

/** Lower bounds of the bands. Five words and no percentage: fill sensors are good for quarters, not for digits. */
const BANDS: readonly (readonly [number, FillBand])[] = [
  [0.9, 'full'],
  [0.75, 'nearly_full'],
  [0.375, 'half'],
  [0.125, 'quarter'],
];

/** The word for a fill ratio, 0..2. */
export const bandOf = (ratio: number): FillBand => BANDS.find(([from]) => ratio >= from)?.[1] ?? 'empty';

/** Fill of a container from its net mass, from a level sensor, or the fuller of both: volume may be up before mass is. */
export function fillOf(massRatio: number | undefined, levelRatio: number | undefined): DeviceLive['fill'] {
  if (massRatio === undefined && levelRatio === undefined) return undefined;
  const ratio = Math.min(2, Math.max(0, massRatio ?? 0, levelRatio ?? 0));
  const basis = massRatio === undefined ? 'level' : levelRatio === undefined ? 'mass' : 'both';
  return { ratio, band: bandOf(ratio), basis };
}
