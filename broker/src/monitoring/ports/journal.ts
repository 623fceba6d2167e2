import type { EntryBody, EntryKind, JournalEntry } from '@kringwijzer/contract';

/** A line to write. */
export interface NewLine {
  readonly body: EntryBody;
  /** The line it stands in the place of. */
  readonly supersedes?: number;
  readonly why?: string;
  readonly struck?: boolean;
}

/** Who writes, and when (UTC epoch ms). */
export interface Writer {
  readonly by: string;
  readonly at: number;
}

/** A file that was read into the journal. */
export interface ImportInfo {
  readonly id: number;
  readonly at: number;
  readonly by: string;
  readonly file: string;
  readonly kind: EntryKind;
  readonly rows: number;
  /** Lines of it that still count. */
  readonly standing: number;
}

export interface JournalQuery {
  readonly kinds?: readonly EntryKind[];
  /** Only lines whose own time meets [from, to). */
  readonly from?: number;
  readonly to?: number;
  readonly batch?: number;
}

/** The site's registers and plans: lines are added, never changed and never deleted. Every promise of it is on disk when it returns. */
export interface Journal {
  /** All lines in one transaction. Throws KW_ENTRY_UNKNOWN or KW_ENTRY_SUPERSEDED when a line names one that cannot be superseded. */
  append(writer: Writer, lines: readonly NewLine[]): readonly JournalEntry[];
  /** Lines of one file, in one transaction. */
  import(writer: Writer, file: Pick<ImportInfo, 'file' | 'kind'>, lines: readonly NewLine[]): ImportInfo;
  /** Lines that count now, by their own time. */
  current(query: JournalQuery): readonly JournalEntry[];
  /** A line with all that came before and after it, oldest first; empty when there is none. */
  history(id: number): readonly JournalEntry[];
  imports(): readonly ImportInfo[];
  /** Number of the last line; it grows with every change. */
  revision(): number;
  backup(destination: string): Promise<void>;
  close(): void;
}
