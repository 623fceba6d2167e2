import { type Hours, openingAt } from '../../content/opening.ts';

const MINUTE_MS = 60_000;

/** True when the screen should be lit: from `marginMin` before opening until as long after closing. Without known hours it always is. */
export function isScreenTime(atMs: number, hours: Hours | undefined, timeZone: string, marginMin: number): boolean {
  if (hours === undefined) return true;
  // Open at any moment of the window around now: long margins may reach over a lunch break, short ones are checked at both ends and now.
  return [-marginMin, 0, marginMin].some((minutes) => openingAt(atMs + minutes * MINUTE_MS, timeZone, hours).open);
}
