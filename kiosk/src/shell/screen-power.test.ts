import { describe, expect, it } from 'vitest';
import { createScreenPower, type ScreenPowerDeps } from './screen-power.ts';

const DAY = { from: '09:00', to: '17:00' };
const SITE = { timeZone: 'Europe/Amsterdam', openingHours: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: null, sun: null } };
const CONFIG = { on: ['light', 'on'], off: ['light', 'off'], marginMin: 30 };

function power(over: Partial<ScreenPowerDeps> = {}) {
  let now = Date.parse('2026-11-20T16:00:00+01:00');
  const ran: string[] = [];
  const log = { info: () => undefined, warn: () => undefined };
  const run = async (command: readonly string[]): Promise<void> => void ran.push(command.join(' '));
  const made = createScreenPower(CONFIG, { log, run, site: async () => SITE, nowMs: () => now, ...over });
  const at = async (text: string): Promise<void> => {
    now = Date.parse(text);
    await made.check();
  };
  return { at, ran, set: made.set };
}

describe('the power of the screen', () => {
  it('goes off after closing and on before opening, once each', async () => {
    const { at, ran } = power();
    for (const time of ['16:00', '17:20', '17:40', '18:00', '23:00']) await at(`2026-11-20T${time}:00+01:00`);
    await at('2026-11-23T08:45:00+01:00');
    expect(ran).toEqual(['light off', 'light on']);
  });

  it('keeps to the hours it knows while the hub is away', async () => {
    let away = false;
    const { at, ran } = power({ site: () => (away ? Promise.reject(new Error('away')) : Promise.resolve(SITE)) });
    await at('2026-11-20T16:00:00+01:00');
    away = true;
    await at('2026-11-20T18:00:00+01:00');
    expect(ran).toEqual(['light off']);
  });

  it('never turns a screen off whose hours nobody told', async () => {
    const { at, ran } = power({ site: () => Promise.reject(new Error('away')) });
    await at('2026-11-21T03:00:00+01:00');
    expect(ran).toEqual([]);
  });

  it('stays as a hand left it until the hours ask for a change', async () => {
    const { at, ran, set } = power();
    await at('2026-11-20T16:00:00+01:00');
    await set(false);
    await at('2026-11-20T16:05:00+01:00');
    expect(ran).toEqual(['light off']);
    await at('2026-11-20T18:00:00+01:00');
    await at('2026-11-23T08:45:00+01:00');
    expect(ran).toEqual(['light off', 'light on']);
  });

  it('tries again when the command failed', async () => {
    let broken = true;
    const tried: string[] = [];
    const run = async (command: readonly string[]): Promise<void> => {
      tried.push(command.join(' '));
      if (broken) throw new Error('no output');
    };
    const { at } = power({ run });
    await at('2026-11-20T18:00:00+01:00');
    broken = false;
    await at('2026-11-20T18:01:00+01:00');
    await at('2026-11-20T18:02:00+01:00');
    expect(tried).toEqual(['light off', 'light off']);
  });
});
