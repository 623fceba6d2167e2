/** A small repeatable generator (mulberry32), so that a failure can be run again. */
export interface Random {
  /** A whole number, 0 up to but not including `end`. */
  int(end: number): number;
  bytes(count: number): Buffer;
  pick<T>(list: readonly [T, ...T[]]): T;
}

export function randomOf(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return (value ^ (value >>> 14)) >>> 0;
  };
  const int = (end: number): number => next() % end;
  return {
    int,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => next() & 0xff)),
    pick: (list) => list[int(list.length)] ?? list[0],
  };
}
