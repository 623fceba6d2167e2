/** Standard normal quantiles of the ends and the middle of an 80 % interval. */
export const Z80 = { low: -1.2815515655446004, middle: 0, high: 1.2815515655446004 } as const;

/**
 * Quantile of a log-normal distribution with median 1 and the relative variance given (>= 0), at the standard normal quantile `z`.
 * Right-skewed, as the time until an amount has come in is: a slow week can be much later than a busy week is earlier.
 */
export const logNormalQuantile = (variance: number, z: number): number => Math.exp(z * Math.sqrt(Math.log1p(variance)));
