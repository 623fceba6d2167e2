import type { KwRecord } from '@kringwijzer/contract';
import type { StoredEvent } from './series-store.ts';

/** A person's word that a stored record is not right. */
export interface CorrectionRequest {
  /** `<node>/<boot>/<seq>` of the record. */
  readonly id: string;
  /** Who says so, 1..64 characters. */
  readonly by: string;
  /** Why, 1..500 characters. */
  readonly why: string;
  /** UTC epoch ms. */
  readonly at: number;
  /** What it should have been, of the same kind, device and time; absent when it should not count at all. */
  readonly record?: KwRecord;
}

/** Corrections supersede, they never edit: the record stays as it came, the newest correction says what counts. */
export interface CorrectionDesk {
  /** The record with its newest correction, or undefined for an unknown id. */
  find(id: string): Promise<StoredEvent | undefined>;
  /** Throws KW_NOT_FOUND for an unknown id and KW_QUERY_INVALID for a record of another kind, device or time. */
  correct(request: CorrectionRequest): Promise<StoredEvent>;
  /** All corrections of a record, oldest first. */
  correctionsOf(id: string): Promise<readonly CorrectionRequest[]>;
}
