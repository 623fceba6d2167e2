import type { ScaleState } from '@kringwijzer/contract';

/** What a scale says that stands still, now. */
export const steadyState = (netG: number, seq: number): ScaleState => ({
  at: Date.now(),
  seq,
  grossG: netG,
  netG,
  tareG: 0,
  stable: true,
  quality: 'good',
});
