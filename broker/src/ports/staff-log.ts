import type { CareNote, EmptyingNote } from '@kringwijzer/contract';

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

/** How people call a device, and since when it is out of use. */
export interface DeviceCareRow {
  readonly node: string;
  readonly device: string;
  readonly name: string | undefined;
  readonly retiredAt: number | undefined;
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
  readonly care: {
    find(node: string, device: string): DeviceCareRow | undefined;
    list(): readonly DeviceCareRow[];
    put(row: DeviceCareRow): void;
    note(note: CareNote & { readonly node: string; readonly device: string }): void;
    /** The latest 200, newest first. */
    notes(node: string, device: string): readonly CareNote[];
  };
  /** Photos of goods, WebP; the oldest give way to new ones. */
  readonly photos: {
    put(client: string, photo: Uint8Array): void;
    find(client: string): Uint8Array | undefined;
    has(client: string): boolean;
  };
}
