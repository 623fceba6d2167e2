/** A pin as the firmware names it. */
export interface FirmwarePin {
  readonly name: string;
  /** As printed on an Arduino: `D2`, `A0`. */
  readonly arduino: string;
}

/** The pins of a firmware header (`#define PIN_X ...` lines). The scale names ports, the tool board numbers. Throws RangeError on a line it cannot read. */
export function parsePinHeader(text: string): readonly FirmwarePin[] {
  const lines = text.matchAll(/^#define (PIN_\w+) (\S+)/gmu);
  return [...lines].filter(([, name]) => name !== 'PIN_GROUPS').map(([, name = '', value = '']) => ({ name, arduino: arduinoName(value) }));
}

/** `PB0`..`PB5` are D8..D13, `PD0`..`PD7` are D0..D7, `PC0`..`PC5` are A0..A5; numbers count D0..D13 and then the analog pins. */
function arduinoName(value: string): string {
  const [, port, bit] = /^P([BCD])([0-7])$/u.exec(value) ?? [];
  if (port === 'B') return `D${Number(bit) + 8}`;
  if (port === 'C') return `A${bit}`;
  if (port === 'D') return `D${bit}`;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 21) throw new RangeError(`${value} is not a pin`);
  return number < 14 ? `D${number}` : `A${number - 14}`;
}
