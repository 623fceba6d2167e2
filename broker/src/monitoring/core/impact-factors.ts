import type { Stream } from '@kringwijzer/contract';

/** A factor of avoided climate impact of one stream, for each kilogram reused. */
export interface StreamFactor {
  readonly stream: Stream;
  /** kg CO2e avoided for each kg reused; absent where no source gives a usable figure: such mass is then left out and said so. */
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  readonly source: string;
  readonly year: number;
  readonly method: string;
}

/**
 * Share of a new product that a reused one replaces in the factors below. The Restart Project used 0.5 in its 2015 model; reuse
 * does not always replace a purchase.
 */
export const DISPLACEMENT = 0.5;

/**
 * Factors for the way "per stroom". They are never added to the figure of the way "eenvoudig" (one factor for all, set in the
 * configuration under `impact`): two methods for the same goods.
 */
export const STREAM_FACTORS: readonly StreamFactor[] = [
  {
    stream: 'furniture',
    value: 1.13,
    low: 1.05,
    high: 1.45,
    source: 'Restart Project reference data (29.81 kg, 67.13 kg CO2e an item); range: WRAP, Benefits of reuse, sofas',
    year: 2021,
    method: 'footprint of a new item per kg × 0.5',
  },
  {
    stream: 'textile',
    value: 3,
    low: 3,
    high: 13.5,
    source: 'EuRIC life cycle assessment of textile reuse (more than 3 per good garment); high end: Restart Project × 0.5',
    year: 2023,
    method: 'low end of the published range: sources are far apart',
  },
  {
    stream: 'bicycles',
    value: 4.95,
    low: 2.5,
    high: 4.95,
    source: 'Restart Project reference data (15.1 kg, 149.6 kg CO2e an item)',
    year: 2021,
    method: 'footprint of a new item per kg × 0.5; low end: × 0.25',
  },
  {
    stream: 'electricals',
    value: 2.65,
    low: 2.65,
    high: 17.7,
    source: 'Restart Project reference data (vacuum cleaner 6.8 kg, 36.01 kg CO2e; kettle 1.25 kg, 44.32 kg CO2e)',
    year: 2021,
    method: 'low end, of a vacuum cleaner × 0.5: small devices save many times more per kg',
  },
  { stream: 'building', source: 'no factor per kg found (NIBE gives a share only)', year: 2026, method: 'left out' },
  { stream: 'other', source: 'no factor per kg found for books, toys and small goods', year: 2026, method: 'left out' },
];
