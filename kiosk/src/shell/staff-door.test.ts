import { describe, expect, it } from 'vitest';
import { StaffDoor } from './staff-door.ts';

function door() {
  const clock = { nowMs: 1_000_000 };
  let made = 0;
  return { clock, door: new StaffDoor({ pin: '2468', nowMs: () => clock.nowMs, newPass: () => `pass-${(made += 1)}` }) };
}

describe('the door of staff on the kiosk', () => {
  it('opens for the PIN, for two minutes', () => {
    const { door: staff, clock } = door();
    const pass = staff.open('2468');
    staff.check(pass);
    clock.nowMs += 120_001;
    expect(() => staff.check(pass)).toThrow('KW_KIOSK_PIN_WRONG');
  });

  it.each(['', '246', '24680', '2469', ' 2468'])('stays shut for %j', (pin) => {
    expect(() => door().door.open(pin)).toThrow('KW_KIOSK_PIN_WRONG');
  });

  it('is locked for five minutes after five wrong ones, also for the right PIN', () => {
    const { door: staff, clock } = door();
    for (let tried = 0; tried < 5; tried += 1) expect(() => staff.open('0000')).toThrow('KW_KIOSK_PIN_WRONG');
    expect(() => staff.open('2468')).toThrow('KW_LOCKED_OUT');
    clock.nowMs += 300_000;
    expect(staff.open('2468')).toBe('pass-1');
  });

  it('knows only the last pass', () => {
    const { door: staff } = door();
    const first = staff.open('2468');
    staff.open('2468');
    expect(() => staff.check(first)).toThrow('KW_KIOSK_PIN_WRONG');
    expect(() => staff.check('')).toThrow('KW_KIOSK_PIN_WRONG');
  });
});
