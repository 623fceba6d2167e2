import { describe, expect, it } from 'vitest';
import { KioskDesk } from './kiosk-desk.ts';

function desk() {
  const clock = { nowMs: 1_000_000 };
  let made = 0;
  return { clock, desk: new KioskDesk({ nowMs: () => clock.nowMs, newId: () => `c${(made += 1)}` }) };
}

describe('the desk of the kiosks', () => {
  it('gives a command once, to its own kiosk, and keeps what came of it', () => {
    const { desk: kiosks } = desk();
    const { id } = kiosks.order('hal', 'reload');
    expect(kiosks.fetch('ingang')).toEqual([]);
    expect(kiosks.fetch('hal')).toEqual([{ id, name: 'reload', expiresAt: 1_060_000 }]);
    expect(kiosks.fetch('hal')).toEqual([]);
    expect(kiosks.task('hal', id).state).toBe('fetched');
    kiosks.answer('hal', id, { ok: false, code: 'KW_KIOSK_NO_SCREEN' });
    expect(kiosks.task('hal', id)).toMatchObject({ state: 'failed', code: 'KW_KIOSK_NO_SCREEN' });
  });

  it('does not ask the same twice while the first still waits', () => {
    const { desk: kiosks, clock } = desk();
    const first = kiosks.order('hal', 'screenshot');
    expect(kiosks.order('hal', 'screenshot').id).toBe(first.id);
    clock.nowMs += 60_001;
    expect(kiosks.order('hal', 'screenshot').id).not.toBe(first.id);
  });

  it('gives nothing that is older than a minute', () => {
    const { desk: kiosks, clock } = desk();
    kiosks.order('hal', 'screen_off');
    clock.nowMs += 60_000;
    expect(kiosks.fetch('hal')).toEqual([]);
  });

  it('keeps the last picture, and refuses answers nobody asked for', () => {
    const { desk: kiosks } = desk();
    const { id } = kiosks.order('hal', 'screenshot');
    expect(() => kiosks.answer('hal', id, { ok: true })).toThrow('KW_KIOSK_TASK_UNKNOWN');
    kiosks.fetch('hal');
    kiosks.answer('hal', id, { ok: true, jpegBase64: 'anBlZw==' });
    expect(kiosks.picture('hal')).toEqual({ at: 1_000_000, jpegBase64: 'anBlZw==' });
    expect(() => kiosks.answer('ingang', id, { ok: true })).toThrow('KW_KIOSK_TASK_UNKNOWN');
  });
});
