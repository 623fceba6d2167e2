import { Duplex } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sourceContext } from '../../../testing/source-context.ts';
import type { IndicatorDriver } from '../../config/driver-schema.ts';
import type { ReadingEvent } from '../../ports/sources.ts';
import { indicatorSource } from './indicator-source.ts';

const SOON = { timeout: 5_000, interval: 5 };
const DRIVER: IndicatorDriver = { type: 'indicator', protocol: 'mt-sics', path: '/dev/x', baud: 9_600, format: '8N1', pollMs: 50 };

let stop: () => Promise<void> = () => Promise.resolve();
afterEach(() => stop());

/** An indicator that answers each command with the next of its lines. */
function startIndicator(driver: IndicatorDriver, answers: string[]) {
  const asked: string[] = [];
  const events: ReadingEvent[] = [];
  const line = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      asked.push(chunk.toString('latin1'));
      const answer = answers.shift();
      if (answer !== undefined) line.push(`${answer}\r\n`);
      done();
    },
  });
  const source = indicatorSource(driver, () => Promise.resolve(line));
  source.start(sourceContext(), (event) => events.push(event));
  stop = () => source.stop();
  return { asked, events, line, masses: () => events.flatMap((event) => (event.type === 'counts' ? event.raw : [])) };
}

describe('indicatorSource', () => {
  it('asks in turn and gives grams', async () => {
    const { asked, masses } = startIndicator(DRIVER, ['S S     1.000 kg', 'S D     1.005 kg']);
    await vi.waitFor(() => expect(masses()).toEqual([1_000, 1_005]), SOON);
    expect(asked[0]).toBe('SI\r\n');
  });

  it('asks again after an answer was lost', async () => {
    const { asked } = startIndicator(DRIVER, []);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(2), SOON);
  });

  it('gives no weight while the indicator shows net or is out of range, and says why', async () => {
    const { line, events, masses } = startIndicator({ ...DRIVER, protocol: 'dini', poll: false }, []);
    line.push('ST,GS,  10.0,kg\r\nST,NT,   2.0,kg\r\nST,NT,   2.0,kg\r\nOL,GS,      ,kg\r\nST,GS,  11.0,kg\r\n');
    await vi.waitFor(() => expect(masses()).toEqual([10_000, 11_000]), SOON);
    expect(events.flatMap((event) => (event.type === 'fault' ? [`${event.code} ${event.state}`] : []))).toEqual([
      'KW_INDICATOR_NET raised',
      'KW_INDICATOR_NET cleared',
      'KW_INDICATOR_RANGE raised',
      'KW_INDICATOR_RANGE cleared',
    ]);
  });
});
