import type { KwRecord } from '@kringwijzer/contract';

/** Most values kept of one window; later ones are not needed for its mean. */
const MAX_VALUES = 10_000;

/** Values gathered in whole windows of time. */
export interface Minutes {
  /** Adds a value; gives the record of the window before when this one is the first of a new window. */
  add(value: number, atMs: number): readonly KwRecord[];
  /** The record of the open window when it is over at `nowMs`. */
  close(nowMs: number): readonly KwRecord[];
}

/** Gathers values; `make` turns a window that is over, with its start and at least one value, into a record. */
export function createMinutes(make: (at: number, values: readonly number[]) => KwRecord, windowMs: number): Minutes {
  let open: { readonly at: number; readonly values: number[] } | undefined;
  const close = (nowMs: number): readonly KwRecord[] => {
    if (open === undefined || open.at + windowMs > nowMs) return [];
    const { at, values } = open;
    open = undefined;
    return [make(at, values)];
  };
  return {
    close,
    add: (value, atMs) => {
      const records = close(atMs);
      open ??= { at: Math.floor(atMs / windowMs) * windowMs, values: [] };
      if (open.values.length < MAX_VALUES) open.values.push(value);
      return records;
    },
  };
}
