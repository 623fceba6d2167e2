import type { CommandResult, DeviceCommandRequest } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { guideCalibration, massOf } from './guide.ts';

/** A person with prepared answers and a scale with prepared results. */
function scene(answers: readonly string[], answerTo: (request: DeviceCommandRequest) => Partial<CommandResult>) {
  const left = [...answers];
  const sent: DeviceCommandRequest[] = [];
  const told: string[] = [];
  const parts = {
    device: 'intake-1',
    ask: () => Promise.resolve(left.shift() ?? ''),
    tell: (line: string) => void told.push(line),
    command: (request: DeviceCommandRequest) => {
      sent.push(request);
      return Promise.resolve({ id: 'x', ok: true, ...answerTo(request) });
    },
  };
  return { parts, sent, told, steps: () => sent.map(({ args }) => args) };
}

describe('the calibration guide', () => {
  it.each([
    ['20', 20_000],
    ['19,985', 19_985],
    [' 0.5 ', 500],
    ['', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['2.000.000', undefined],
  ])('reads %j as %s grams', (text, grams) => {
    expect(massOf(text)).toBe(grams);
  });

  it('measures the empty scale and each mass, and finishes on an empty answer', async () => {
    const { parts, steps } = scene(['', '20', '40,5', ''], () => ({ data: { indicatedG: 1, uncertaintyG: 30, beforeErrorG: 900 } }));
    await guideCalibration(parts);
    expect(steps()).toEqual([
      { step: 'start' },
      { step: 'point', massG: 0 },
      { step: 'point', massG: 20_000 },
      { step: 'point', massG: 40_500 },
      { step: 'finish' },
    ]);
  });

  it('asks again while the scale moves, and does not take nonsense for a mass', async () => {
    let moving = 2;
    const { parts, steps, told } = scene(['', 'twenty', '20', '', '', ''], ({ args }) =>
      args?.['massG'] === 20_000 && moving-- > 0 ? { ok: false, code: 'KW_IN_MOTION' } : {},
    );
    await guideCalibration(parts);
    expect(steps().filter((args) => args?.['massG'] === 20_000)).toHaveLength(3);
    expect(told.join()).toContain('A mass in kilograms');
  });

  it('cancels and names the code when the node refuses a mass', async () => {
    const { parts, steps } = scene(['', '1'], ({ args }) => (args?.['massG'] === 1_000 ? { ok: false, code: 'KW_SPAN_ZERO' } : {}));
    await expect(guideCalibration(parts)).rejects.toMatchObject({ code: 'KW_SPAN_ZERO' });
    expect(steps().at(-1)).toEqual({ step: 'cancel' });
  });
});
