/** What is said to the hub: bytes are copied before the call returns. */
export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** The node's line to the hub. It comes back by itself; nothing is queued while it is down. */
export interface HubLink {
  readonly start: () => void;
  readonly isUp: () => boolean;
  /** Resolves when the broker has it (QoS 1) or it was written (QoS 0); rejects when the line is down or goes down. */
  readonly publish: (message: Message) => Promise<void>;
  readonly onUp: (run: () => void) => void;
  readonly onDown: (run: () => void) => void;
  readonly onMessage: (run: (topic: string, payload: Buffer) => void) => void;
  /** Says the last words when the line is up, and closes it in an orderly way. */
  readonly stop: (lastWords: readonly Message[]) => Promise<void>;
}
