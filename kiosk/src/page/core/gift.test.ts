import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetGift, GIFT_MAX_AGE_MS, GIFT_MERGE_MS, GIFT_SHOWN_MS, giftPhase, hearDeposit, NO_GIFT } from './gift.ts';

const deposit = (id: string, shownG = 4_000) => ({ id, at: 0, shownG });

describe('hearDeposit', () => {
  it('tells a fresh deposit for nine seconds and then asks', () => {
    const { gift } = hearDeposit(NO_GIFT, deposit('a'), 1_000, 500);
    expect(gift).toMatchObject({ ids: ['a'], shownG: 4_000, startedMs: 1_000 });
    expect(giftPhase(gift, 1_000 + GIFT_SHOWN_MS - 1)).toBe('told');
    expect(giftPhase(gift, 1_000 + GIFT_SHOWN_MS)).toBe('asked');
    expect(giftPhase(gift, 60_000)).toBe('over');
  });

  it('adds gifts that follow each other within ten seconds', () => {
    const first = hearDeposit(NO_GIFT, deposit('a', 4_000), 0, 0);
    const second = hearDeposit(first, deposit('b', 2_000), GIFT_MERGE_MS, 0);
    expect(second.gift).toMatchObject({ ids: ['a', 'b'], shownG: 6_000, startedMs: 0 });
  });

  it('keeps two visitors apart', () => {
    const first = hearDeposit(NO_GIFT, deposit('a'), 0, 0);
    expect(hearDeposit(first, deposit('b', 2_000), GIFT_MERGE_MS + 1, 0).gift).toMatchObject({ ids: ['b'], shownG: 2_000 });
  });

  it('says nothing of an old deposit, of nothing, or of the same one twice', () => {
    expect(hearDeposit(NO_GIFT, deposit('a'), 0, GIFT_MAX_AGE_MS + 1)).toBe(NO_GIFT);
    expect(hearDeposit(NO_GIFT, deposit('a', 0), 0, 0)).toBe(NO_GIFT);
    const told = forgetGift(hearDeposit(NO_GIFT, deposit('a'), 0, 0));
    expect(hearDeposit(told, deposit('a'), 5_000, 0).gift).toBeUndefined();
  });

  it('never tells more than was given, whatever is repeated', () => {
    const ids = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 20_000 })), { maxLength: 30 });
    fc.assert(
      fc.property(ids, (gifts) => {
        let state = NO_GIFT;
        let nowMs = 0;
        const masses = new Map<number, number>();
        for (const [id, gap] of gifts) {
          nowMs += gap;
          masses.set(id, 1_000 + id);
          state = hearDeposit(state, deposit(String(id), 1_000 + id), nowMs, 0);
        }
        const given = [...masses.values()].reduce((sum, one) => sum + one, 0);
        expect(state.gift?.shownG ?? 0).toBeLessThanOrEqual(given);
        expect(new Set(state.gift?.ids).size).toBe(state.gift?.ids.length ?? 0);
      }),
    );
  });
});
