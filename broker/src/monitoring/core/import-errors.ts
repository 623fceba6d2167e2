import type { ImportRowCode, ImportRowError } from '@kringwijzer/contract';
import type { z } from 'zod';
import type { FileRow } from './import-rows.ts';

const SENTENCES: Readonly<Record<ImportRowCode, string>> = {
  missing: 'is needed and empty',
  not_a_date: 'is not a date such as 31-12-2026 or 2026-12-31',
  not_a_number: 'is not a number',
  not_whole: 'is not a whole number',
  not_a_word: 'is not a word that is known here',
  too_low: 'is too low',
  too_high: 'is too high',
  too_long: 'is too long',
  ends_before_start: 'the end lies before the start',
  unknown_field: 'is not a field of this kind',
  wrong_form: 'is not written in the right form',
};
const VALUE_SHOWN = 60;

/** What is wrong with a cell, as a code with the cell and as a sentence in English. */
export function rowError(wrong: {
  readonly row: number;
  readonly column: string | undefined;
  readonly code: ImportRowCode;
  readonly value?: string | undefined;
}): ImportRowError {
  const { row, column, code, value = '' } = wrong;
  const shown = value.slice(0, VALUE_SHOWN);
  return {
    row,
    ...(column !== undefined && { column }),
    code,
    ...(shown !== '' && { value: shown }),
    reason: `${shown === '' ? '' : `"${shown}" `}${SENTENCES[code]}`,
  };
}

/** What the schema of the journal found in `read`, told of the cell it came from. */
export function rowErrorOf(
  issue: z.core.$ZodIssue,
  { row, read }: { readonly row: FileRow; readonly read: object },
  headOf: (field: string) => string,
): ImportRowError {
  const field = issue.path.join('.');
  const column = headOf(field);
  return rowError({ row: row.number, column, code: codeOf(issue, field in read), value: row.cells[column] });
}

function codeOf(issue: z.core.$ZodIssue, isThere: boolean): ImportRowCode {
  switch (issue.code) {
    case 'invalid_type':
      return isThere ? typeCode(issue.expected) : 'missing';
    case 'invalid_value':
    case 'invalid_union':
      return isThere ? 'not_a_word' : 'missing';
    case 'too_small':
      return issue.origin === 'string' ? 'missing' : 'too_low';
    case 'too_big':
      return issue.origin === 'string' ? 'too_long' : 'too_high';
    case 'unrecognized_keys':
      return 'unknown_field';
    case 'custom':
      return 'ends_before_start';
    default:
      return 'wrong_form';
  }
}

function typeCode(expected: string): ImportRowCode {
  if (expected === 'int') return 'not_whole';
  return expected === 'number' ? 'not_a_number' : 'wrong_form';
}
