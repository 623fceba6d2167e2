import type { Passages } from '@kringwijzer/contract';
import { createLocalDate } from './local-date.ts';

/** Who went in and out of one door today. */
export interface DoorDay {
  readonly node: string;
  readonly device: string;
  readonly in: number;
  readonly out: number;
}

/** People inside by the doors' counts of one local day; `present` is never below 0. Counts are as counted, not corrected. */
export interface OccupancyNow {
  /** Local date, YYYY-MM-DD. */
  readonly date: string;
  readonly present: number;
  readonly doors: readonly DoorDay[];
}

export interface Occupancy {
  /** Takes in a minute of a door; a later record of the same minute takes the place of the earlier one. */
  add(node: string, passages: Passages): void;
  /** The local day of `nowMs`. Days before it are forgotten. */
  of(nowMs: number): OccupancyNow;
}

interface Door {
  readonly node: string;
  readonly device: string;
  /** By start of the minute. */
  readonly minutes: Map<number, { readonly in: number; readonly out: number }>;
}

/** Counts people inside, from zero at each local midnight: what a door missed yesterday must not last. */
export function createOccupancy(timeZone: string): Occupancy {
  const localDate = createLocalDate(timeZone);
  const byDate = new Map<string, Map<string, Door>>();
  return {
    add: (node, { device, at, in: entered, out }) => {
      const date = localDate(at);
      const doors = byDate.get(date) ?? new Map<string, Door>();
      byDate.set(date, doors);
      const key = `${node}/${device}`;
      const door = doors.get(key) ?? { node, device, minutes: new Map() };
      doors.set(key, door);
      door.minutes.set(at, { in: entered, out });
    },
    of: (nowMs) => {
      const date = localDate(nowMs);
      for (const known of byDate.keys()) if (known < date) byDate.delete(known);
      const doors = [...(byDate.get(date)?.values() ?? [])].map(dayOf);
      const inside = doors.reduce((sum, door) => sum + door.in - door.out, 0);
      return { date, present: Math.max(0, inside), doors };
    },
  };
}

function dayOf({ node, device, minutes }: Door): DoorDay {
  let [entered, left] = [0, 0];
  for (const minute of minutes.values()) {
    entered += minute.in;
    left += minute.out;
  }
  return { node, device, in: entered, out: left };
}
