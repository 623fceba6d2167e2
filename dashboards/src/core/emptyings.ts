import { DAY_MS, type DeviceLive, type EmptyingSummary, type LastEmptying } from '@kringwijzer/contract';

/** An emptying nobody confirmed within this time is history: it stays in the list, but no longer asks for a word on the live page. */
const ASK_FOR_MS = 3 * DAY_MS;

/** A container whose latest emptying waits for a word of staff. */
export interface EmptyingAsk {
  readonly device: DeviceLive;
  readonly last: LastEmptying;
}

/** Containers of which staff should say whether they were emptied, at hub time `nowMs`; newest first. */
export function emptyingAsks(devices: readonly DeviceLive[], nowMs: number): readonly EmptyingAsk[] {
  return devices
    .flatMap((device) => (device.lastEmptying ? [{ device, last: device.lastEmptying }] : []))
    .filter(({ last }) => last.by === undefined && nowMs - last.at < ASK_FOR_MS)
    .toSorted((a, b) => b.last.at - a.last.at);
}

/** Partners named before, most often first: one of them it usually is again. */
export function partnersOf(emptyings: readonly EmptyingSummary[]): readonly string[] {
  const times = new Map<string, number>();
  for (const { note } of emptyings) if (note?.partner !== undefined) times.set(note.partner, (times.get(note.partner) ?? 0) + 1);
  return [...times].toSorted(([, a], [, b]) => b - a).map(([partner]) => partner);
}

/** Whole percent typed by a person, 0..100; undefined for anything else. */
export function parsePercent(text: string): number | undefined {
  const plain = text.trim().replace(/\s*%$/u, '');
  return /^\d{1,3}$/u.test(plain) && Number(plain) <= 100 ? Number(plain) : undefined;
}
