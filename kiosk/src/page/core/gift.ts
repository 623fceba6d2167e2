import type { PublicDeposit } from '@kringwijzer/contract';

/** What the screen says of the last gifts: one sum, shown until `untilMs`, asked about until `askUntilMs`; local epoch ms. */
export interface Gift {
  readonly ids: readonly string[];
  readonly shownG: number;
  readonly startedMs: number;
  readonly untilMs: number;
  readonly askUntilMs: number;
}

export interface GiftState {
  readonly gift: Gift | undefined;
  /** Deposits already told, newest last; a stream that reconnects may tell them again. */
  readonly told: readonly string[];
}

export const NO_GIFT: GiftState = { gift: undefined, told: [] };

/** How long "U gaf net…" stands: long enough to read twice, short enough to be gone before the next visitor. */
export const GIFT_SHOWN_MS = 9_000;
/** How long the question stays after the thanks. */
const GIFT_ASK_MS = 14_000;
/** Older deposits are never spoken of: the person has walked on. */
export const GIFT_MAX_AGE_MS = 30_000;
/** Gifts that follow each other this closely are one visit. */
export const GIFT_MERGE_MS = 10_000;
const TOLD_MAX = 50;

/** The state after a deposit of the stream. `ageMs` is the deposit's age by the hub's own clock, so that a wrong clock here tells no lies. */
export function hearDeposit(state: GiftState, deposit: PublicDeposit, nowMs: number, ageMs: number): GiftState {
  if (state.told.includes(deposit.id) || deposit.shownG <= 0 || ageMs > GIFT_MAX_AGE_MS) return state;
  const told = [...state.told, deposit.id].slice(-TOLD_MAX);
  const open = state.gift !== undefined && nowMs - (state.gift.untilMs - GIFT_SHOWN_MS) <= GIFT_MERGE_MS ? state.gift : undefined;
  const untilMs = nowMs + GIFT_SHOWN_MS;
  return {
    told,
    gift: {
      ids: [...(open?.ids ?? []), deposit.id],
      shownG: (open?.shownG ?? 0) + deposit.shownG,
      startedMs: open?.startedMs ?? nowMs,
      untilMs,
      askUntilMs: untilMs + GIFT_ASK_MS,
    },
  };
}

/** What a gift is at a moment: told, asked about, or over. */
export function giftPhase(gift: Gift | undefined, nowMs: number): 'told' | 'asked' | 'over' {
  if (gift === undefined || nowMs >= gift.askUntilMs) return 'over';
  return nowMs < gift.untilMs ? 'told' : 'asked';
}

/** The state when a gift is over, answered or must not be shown any more. */
export const forgetGift = (state: GiftState): GiftState => ({ ...state, gift: undefined });
