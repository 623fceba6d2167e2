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
  /** Lines of the journal that pages wrote, by the id the page made. */
  readonly outcomes: {
    add(client: string, entry: number): void;
    /** Number of the line. */
    find(client: string): number | undefined;
  };
  /** Photos of goods, WebP; the oldest give way to new ones. */
  readonly photos: {
    put(client: string, photo: Uint8Array): void;
    find(client: string): Uint8Array | undefined;
    has(client: string): boolean;
  };
}
