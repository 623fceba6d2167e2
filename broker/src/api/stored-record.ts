import type { KwRecord, StoredRecord } from '@kringwijzer/contract';
import type { StoredEvent } from '../ports/series-store.ts';

/** A stored record as the API gives it to people. */
export const storedRecordOf = ({ node, boot, seq, clock, receivedAt, record, correction }: StoredEvent): StoredRecord => ({
  node,
  boot,
  seq,
  clock,
  receivedAt,
  record: { ...record },
  ...(correction && { correction: { ...correction } }),
});

/** The same for readers of figures: nobody who calibrated, counted, taught or corrected is named, nor what they wrote. */
export function storedRecordForReaders(event: StoredEvent): StoredRecord {
  const { correction, ...told } = storedRecordOf(event);
  const record = withoutPerson(event.record);
  if (correction === undefined) return { ...told, record };
  return { ...told, record, correction: { at: correction.at, struck: correction.struck } };
}

/** How a zero came about is no person. */
function withoutPerson(record: KwRecord): Record<string, unknown> {
  if (record.kind === 'zero' || !('by' in record)) return { ...record };
  const { by: _by, ...rest } = record;
  return rest;
}
