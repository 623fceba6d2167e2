import type { Calibration, LiveSnapshot, StoredRecord } from '@kringwijzer/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { guideCalibration } from '../../cli/src/calibration/guide.ts';
import { signIn } from '../../cli/src/start/hub-session.ts';
import { type DonationStack, startDonationStack } from '../support/donation-stack.ts';

const PATIENCE = { timeout: 30_000, interval: 100 };
/** The scale reads 4 % too much before it is calibrated. */
const SPAN_ERROR = 1.04;

let stack: DonationStack;

beforeAll(async () => {
  stack = await startDonationStack({ spanError: SPAN_ERROR });
});
afterAll(() => stack?.stop());

async function state() {
  const live = (await stack.api('/api/v1/live')) as LiveSnapshot;
  const found = live.devices[0]?.state;
  return found?.kind === 'scale' ? found.value : undefined;
}

/** Resolves when the scale is still. */
async function stillness(): Promise<void> {
  await vi.waitFor(async () => expect((await state())?.stable).toBe(true), PATIENCE);
}

/** Puts a mass on the receptor, as a person with test weights does, and waits until the screen is still near it. */
async function place(massG: number, expectedG: number): Promise<void> {
  stack.site.inject({ type: 'deposit', scale: 'intake-1', massG, atMs: Math.round(stack.site.config.startAt + stack.board.nowMs + 500) });
  await vi.waitFor(async () => {
    const now = await state();
    expect(now?.stable).toBe(true);
    expect(Math.abs((now?.grossG ?? 0) - expectedG)).toBeLessThan(400);
  }, PATIENCE);
}

describe('a guided calibration on the emulated firmware', () => {
  it('ends within 0.1 % and writes the history record', async () => {
    await stillness();
    const session = await signIn(stack.hub.httpUrl, stack.person);
    const masses = [20, 40, 60];
    let onScaleG = 0;
    const result = await guideCalibration({
      device: 'intake-1',
      tell: () => undefined,
      command: (request) => session.command({ node: 'poort-1', device: 'intake-1' }, request),
      ask: async (question) => {
        if (!/mass/u.test(question)) {
          await stillness();
          return '';
        }
        const kg = masses.shift();
        if (kg === undefined) return '';
        await place(kg * 1_000 - onScaleG, kg * 1_000 * SPAN_ERROR);
        onScaleG = kg * 1_000;
        return String(kg);
      },
    });
    expect(result.ok).toBe(true);

    // The 60 kg are still on it: what the screen says now must be 60 kg within 0.1 %.
    await vi.waitFor(async () => expect(Math.abs(((await state())?.grossG ?? 0) - 60_000)).toBeLessThanOrEqual(60), PATIENCE);
    const records = await vi.waitFor(async () => {
      const found = (await stack.api('/api/v1/records?kinds=calibration')) as StoredRecord[];
      expect(found).toHaveLength(1);
      return found;
    }, PATIENCE);
    const record = records[0]?.record as unknown as Calibration;
    expect(record.by).toBe(stack.person.name);
    expect(record.points.map(({ massG }) => massG)).toEqual([0, 20_000, 40_000, 60_000]);
    expect(Math.abs((record.beforeErrorG ?? 0) - 2_400)).toBeLessThan(120);
    const deposits = (await stack.api('/api/v1/records?kinds=deposit')) as StoredRecord[];
    expect(deposits).toEqual([]);
  });
});
