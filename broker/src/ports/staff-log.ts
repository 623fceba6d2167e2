import type { EmptyingNote } from '@kringwijzer/contract';

/** What staff said of an emptying; the latest word of each emptying counts, earlier ones stay. */
export interface EmptyingWord {
  /** `<node>/<boot>/<seq>` of the record. */
  readonly event: string;
  readonly verdict: 'confirmed' | 'denied';
  /** UTC epoch ms. */
  readonly at: number;
  readonly by: string;
  readonly note: EmptyingNote;
}

/** What staff write down beside the records of the sensors. Calls are short and synchronous; what has returned is on disk. */
export interface StaffLog {
  readonly emptyings: {
    add(word: EmptyingWord): void;
    /** The latest word on an emptying. */
    find(event: string): EmptyingWord | undefined;
  };
}
