/** Numbers by chance that come again with the same words. */
export interface Chance {
  /** Uniform in [0, 1). */
  readonly unit: () => number;
  /** Uniform in [low, high). */
  readonly range: (low: number, high: number) => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Exponential with this mean. */
  readonly expo: (mean: number) => number;
  readonly hits: (share: number) => boolean;
}

/** A stream of chance from words (FNV-1a into xorshift128). */
export function chanceOf(words: string): Chance {
  let hash = 2_166_136_261;
  for (const letter of words) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  let a = hash | 1;
  let b = Math.imul(hash, 747_796_405) ^ 0x2545f491;
  let c = Math.imul(hash ^ 0x9e3779b9, 277_803_737);
  let d = 88_675_123;
  let spare: number | undefined;

  const unit = (): number => {
    const t = a ^ (a << 11);
    a = b;
    b = c;
    c = d;
    d = d ^ (d >>> 19) ^ t ^ (t >>> 8);
    return (d >>> 0) / 4_294_967_296;
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    let u = 0;
    let v = 0;
    let s = 0;
    do {
      u = 2 * unit() - 1;
      v = 2 * unit() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt((-2 * Math.log(s)) / s);
    spare = v * scale;
    return u * scale;
  };
  for (let i = 0; i < 16; i += 1) unit();
  return {
    unit,
    normal,
    range: (low, high) => low + (high - low) * unit(),
    expo: (mean) => -mean * Math.log(1 - unit()),
    hits: (share) => unit() < share,
  };
}
