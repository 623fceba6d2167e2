/** Whole tenths of shares that add up to 1, by largest remainder, so that the ten always are ten. */
export function ofTen(shares: readonly number[]): readonly number[] {
  const tenths = shares.map((share) => Math.floor(share * 10));
  const byRest = shares.map((share, index) => ({ index, rest: share * 10 - Math.floor(share * 10) })).sort((a, b) => b.rest - a.rest);
  const missing = 10 - tenths.reduce((sum, one) => sum + one, 0);
  for (const { index } of byRest.slice(0, missing)) tenths[index] = (tenths[index] ?? 0) + 1;
  return tenths;
}
