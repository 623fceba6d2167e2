import { OUTCOMES, STREAMS } from '@kringwijzer/contract';
import type { FactSheet } from './fact-sheet.ts';
import { UNKNOWN_STREAM } from './fact-sheet.ts';

/** One stream of goods over a period; kilograms. */
export interface BalanceRow {
  /** One of the six streams, `unknown`, or `all`. */
  readonly stream: string;
  readonly inKg: number;
  readonly outcomesKg: Readonly<Record<string, number>>;
  readonly outKg: number;
  /** In minus out: what should have come into stock; below zero more left than was seen to come in. */
  readonly stockKg: number;
  /** Tickets of the weighbridge of what was taken away, and what the outcomes say of the same (recycled and residual). */
  readonly weighbridgeKg: number | undefined;
  readonly takenAwayKg: number;
  /** Ticket minus outcome, as a share of the ticket; the ticket is the official figure. */
  readonly weighbridgeGap: number | undefined;
}

/** The balance of each stream and of all, with what is left unexplained. */
export function balanceOf(sheet: FactSheet): readonly BalanceRow[] {
  const names = [
    'deposit.mass_g',
    'weighing_in.mass_g',
    'weighbridge_out.mass_g',
    ...OUTCOMES.map((outcome) => `outcome.${outcome}.mass_g`),
  ];
  const hasUnknown = names.some((name) => sheet.value(name, UNKNOWN_STREAM) !== undefined);
  const streams: readonly (string | undefined)[] = [...STREAMS, ...(hasUnknown ? [UNKNOWN_STREAM] : []), undefined];
  return streams.map((stream) => rowOf(sheet, stream));
}

function rowOf(sheet: FactSheet, stream: string | undefined): BalanceRow {
  const kg = (name: string): number => (sheet.value(name, stream) ?? 0) / 1_000;
  const outcomesKg = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, kg(`outcome.${outcome}.mass_g`)]));
  const inKg = kg('deposit.mass_g') + kg('weighing_in.mass_g');
  const outKg = Object.values(outcomesKg).reduce((sum, mass) => sum + mass, 0);
  const ticketG = sheet.value('weighbridge_out.mass_g', stream);
  const weighbridgeKg = ticketG === undefined ? undefined : ticketG / 1_000;
  const takenAwayKg = (outcomesKg['recycled'] ?? 0) + (outcomesKg['residual'] ?? 0);
  return {
    stream: stream ?? 'all',
    inKg,
    outcomesKg,
    outKg,
    stockKg: inKg - outKg,
    weighbridgeKg,
    takenAwayKg,
    weighbridgeGap: weighbridgeKg === undefined || weighbridgeKg === 0 ? undefined : (weighbridgeKg - takenAwayKg) / weighbridgeKg,
  };
}
