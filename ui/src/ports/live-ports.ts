/** Time as the live stream needs it; a fake one makes tests exact. */
export interface LiveClock {
  /** Epoch ms. */
  nowMs(): number;
  /** Runs once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The part of the browser's EventSource that the live stream uses. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}
