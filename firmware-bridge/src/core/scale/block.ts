/** The mean of a short run of samples: the unit in which plateaus are seen. */
export interface Block {
  /** Middle of the run. */
  readonly atMs: number;
  readonly meanG: number;
  readonly n: number;
  /** Sample noise within the run from successive differences, one standard deviation; NaN for a single sample. */
  readonly devG: number;
  readonly minG: number;
  readonly maxG: number;
  /** Mean of each channel, only for scales of several cells. */
  readonly cornersG: readonly number[] | undefined;
}

/** A block while it is filled. */
export interface BlockSum {
  readonly fromMs: number;
  readonly n: number;
  readonly sumG: number;
  readonly sumMs: number;
  readonly minG: number;
  readonly maxG: number;
  readonly diffs: number;
  readonly sumSquares: number;
  readonly lastG: number;
  readonly corners: readonly number[] | undefined;
}

/** Length of a block at a nominal rate: half a second, or a second for slow amplifiers, where it then holds one sample. */
export const blockMsOf = (sampleHz: number): number => (sampleHz >= 6 ? 500 : 1_000);

export const emptyBlock = (fromMs: number, lastG: number): BlockSum => ({
  fromMs,
  n: 0,
  sumG: 0,
  sumMs: 0,
  minG: Number.POSITIVE_INFINITY,
  maxG: Number.NEGATIVE_INFINITY,
  diffs: 0,
  sumSquares: 0,
  lastG,
  corners: undefined,
});

/** The block with one more sample. */
export function addToBlock(block: BlockSum, atMs: number, grossG: number, cornersG: readonly number[] | undefined): BlockSum {
  const known = !Number.isNaN(block.lastG);
  const diffG = known ? grossG - block.lastG : 0;
  return {
    fromMs: block.fromMs,
    n: block.n + 1,
    sumG: block.sumG + grossG,
    sumMs: block.sumMs + atMs,
    minG: grossG < block.minG ? grossG : block.minG,
    maxG: grossG > block.maxG ? grossG : block.maxG,
    diffs: known ? block.diffs + 1 : block.diffs,
    sumSquares: block.sumSquares + diffG * diffG,
    lastG: grossG,
    corners: cornersG === undefined ? undefined : sumCorners(block.corners, cornersG),
  };
}

const sumCorners = (sums: readonly number[] | undefined, cornersG: readonly number[]): readonly number[] =>
  sums === undefined ? cornersG : sums.map((sum, i) => sum + (cornersG[i] ?? 0));

/** The finished block; undefined when no sample came. */
export function closeBlock(block: BlockSum): Block | undefined {
  if (block.n === 0) return undefined;
  return {
    atMs: block.sumMs / block.n,
    meanG: block.sumG / block.n,
    n: block.n,
    devG: block.diffs === 0 ? Number.NaN : Math.sqrt(block.sumSquares / block.diffs / 2),
    minG: block.minG,
    maxG: block.maxG,
    cornersG: block.corners?.map((sum) => sum / block.n),
  };
}
