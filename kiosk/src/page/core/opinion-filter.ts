/** Moments of the last answers, local epoch ms, oldest first. */
export type OpinionTimes = readonly number[];

/** Two answers closer than this are one finger; more than this many in a minute are a game. */
const OPINION_INTERVAL_MS = 5_000;
const OPINION_BURST = 6;
const MINUTE_MS = 60_000;

/** What to do with an answer now: nothing when it follows too fast, else count it, marked as suspect in a burst. */
export function judgeOpinion(
  times: OpinionTimes,
  nowMs: number,
): { readonly times: OpinionTimes; readonly counts: boolean; readonly suspect: boolean } {
  const recent = times.filter((at) => nowMs - at < MINUTE_MS);
  if (nowMs - (recent.at(-1) ?? Number.NEGATIVE_INFINITY) < OPINION_INTERVAL_MS) return { times: recent, counts: false, suspect: false };
  return { times: [...recent, nowMs], counts: true, suspect: recent.length >= OPINION_BURST };
}
