/** What a weighing indicator said. */
export type IndicatorReading =
  /** A weight in grams. `net` is true when the indicator has a tare of its own taken off. */
  | { readonly type: 'weight'; readonly massG: number; readonly stable: boolean; readonly net: boolean }
  /** Over or under its range: there is no weight. */
  | { readonly type: 'range'; readonly side: 'over' | 'under' }
  /** Busy, refused or a kind of line that carries no weight. */
  | { readonly type: 'other'; readonly text: string };

/** Takes an indicator's bytes apart; undefined stands for a line or frame that is damaged. Keeps what is not finished yet. */
export interface IndicatorParser {
  readonly push: (bytes: Uint8Array, take: (reading: IndicatorReading | undefined) => void) => void;
  readonly reset: () => void;
}
