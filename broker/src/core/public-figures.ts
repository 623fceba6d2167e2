import {
  type DepositNotice,
  type ImpactFactor,
  KIOSK_DEPOSIT_MIN_CONFIDENCE,
  KIOSK_DEPOSIT_MIN_G,
  type PublicDeposit,
  toDivision,
} from '@kringwijzer/contract';

/** Deposits older than this when they arrive are history, not a moment to speak of. */
const MOMENT_MS = 60_000;

/** Grams of CO2e avoided by an inflow of `massG`, with the share that is reused when the factor is about reused mass. */
export function impactG(massG: number, factor: ImpactFactor): number {
  const share = factor.basis === 'reused' ? (factor.reusedShare?.value ?? 0) : 1;
  return Math.round(massG * share * factor.value);
}

/**
 * Smallest step of 1, 2 or 5 times a power of ten that is no finer than the scale can tell, and at least 500 g:
 * nobody's gift is shown to the gram.
 */
export function shownStepG(divisionG: number, uncertaintyG: number): number {
  const least = Math.max(KIOSK_DEPOSIT_MIN_G, divisionG, uncertaintyG);
  const decade = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * decade >= least) ?? 10) * decade;
}

/** What the kiosk says of a deposit, or undefined when it is better said nothing. */
export function publicDepositOf(deposit: DepositNotice, nowMs: number): PublicDeposit | undefined {
  if (!deposit.counted || deposit.massG < KIOSK_DEPOSIT_MIN_G || deposit.confidence < KIOSK_DEPOSIT_MIN_CONFIDENCE) return undefined;
  if (nowMs - deposit.at > MOMENT_MS) return undefined;
  const stepG = shownStepG(deposit.divisionG, deposit.uncertaintyG);
  // The id tells node and sequence; the kiosk needs only to know one from another.
  const id = deposit.id.slice(deposit.id.indexOf('/') + 1);
  return { id, at: deposit.at, shownG: Math.max(stepG, toDivision(deposit.massG, stepG)) };
}
