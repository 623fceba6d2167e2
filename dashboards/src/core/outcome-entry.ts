import type { DeviceLive, Outcome, OutcomeRequest, Stream } from '@kringwijzer/contract';
import { parseMassKg } from './mass-input.ts';

/** Streams and outcomes in the order of the buttons. Written out: the contract's lists would bring its schema library into the page. */
export const STREAMS = ['textile', 'bicycles', 'furniture', 'electricals', 'building', 'other'] as const satisfies readonly Stream[];
export const OUTCOMES = ['resold', 'repaired', 'refurbished', 'repurposed', 'recycled', 'residual'] as const satisfies readonly Outcome[];

/** A sorting table carries no more than this. */
const MOST_G = 1_000_000;
const MOST_PIECES = 10_000;
/** Larger scales stand under containers and trucks; nobody sorts on them. */
const TABLE_CAPACITY_G = 500_000;

/** What was filled in at the table. */
export interface OutcomeDraft {
  readonly stream: Stream;
  readonly outcome: Outcome;
  readonly unit: 'kg' | 'pieces';
  readonly amount: string;
  /** Grams taken over from a scale, as long as nobody typed another amount. */
  readonly scaleG?: number | undefined;
  readonly barcode: string;
  readonly photo?: string | undefined;
}

/** The line of a draft; undefined when the amount is none. */
export function outcomeOf(draft: OutcomeDraft, client: string, at: number): OutcomeRequest | undefined {
  const { stream, outcome, unit, amount, scaleG, barcode, photo } = draft;
  const pieces = unit === 'pieces' && /^\d{1,5}$/u.test(amount.trim()) ? Number(amount) : undefined;
  const massG = unit === 'kg' ? (scaleG ?? parseMassKg(amount, MOST_G)) : undefined;
  if (pieces === undefined ? massG === undefined : pieces < 1 || pieces > MOST_PIECES) return undefined;
  return {
    client,
    at,
    stream,
    outcome,
    ...(pieces !== undefined && { pieces }),
    ...(massG !== undefined && { massG, weighed: scaleG !== undefined }),
    ...(barcode !== '' && { barcode }),
    ...(photo !== undefined && { photo }),
  };
}

/** Scales a table may weigh on, the smallest first: those that no container stands on. */
export function tableScales(devices: readonly DeviceLive[]): readonly DeviceLive[] {
  const capacityOf = ({ meta }: DeviceLive): number => (meta.kind === 'scale' ? meta.capacityG : Infinity);
  return devices
    .filter(({ meta }) => meta.kind === 'scale' && meta.role !== 'container' && meta.capacityG <= TABLE_CAPACITY_G)
    .toSorted((a, b) => capacityOf(a) - capacityOf(b));
}
