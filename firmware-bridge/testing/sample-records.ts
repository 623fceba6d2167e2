import type { KwRecord } from '@kringwijzer/contract';

/** A weight window, the commonest record. */
export const weightAt = (at: number, meanG = 1_000): KwRecord => ({
  kind: 'weight',
  device: 'scale-1',
  at,
  durationMs: 10_000,
  n: 100,
  meanG,
  minG: meanG - 5,
  maxG: meanG + 5,
  lastG: meanG,
  netG: meanG,
  stable: true,
});

/** A deposit, the dearest record. */
export const depositAt = (at: number, massG = 4_200): KwRecord => ({
  kind: 'deposit',
  device: 'scale-1',
  at,
  massG,
  uncertaintyG: 50,
  confidence: 0.9,
  fromAt: at - 8_000,
  beforeG: 0,
  afterG: massG,
});
