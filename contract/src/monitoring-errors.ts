import { type ErrorInfo, errorOf as e } from './error-info.ts';

/** Errors of registers, figures and reports. */
export const MONITORING_ERRORS = {
  KW_ENTRY_UNKNOWN: e(404, false, 'There is no line {id} in the journal.', 'Reload the page; somebody may have corrected it.'),
  KW_ENTRY_SUPERSEDED: e(409, false, 'Line {id} was already corrected or struck out by line {next}.', 'Correct the newest line instead.'),
  KW_IMPORT_INVALID: e(400, false, 'The file cannot be imported: {reason}.', 'Correct the file or the mapping; nothing was stored.'),
  KW_INDICATOR_UNKNOWN: e(404, false, 'There is no indicator {id}.', 'See GET /api/v1/monitoring/definitions for the ones there are.'),
  KW_PDF_UNAVAILABLE: e(
    503,
    true,
    'The hub cannot make a PDF: {reason}.',
    'Install chromium on the hub, or open the report as a page and print it to PDF.',
  ),
  KW_SCHEDULE_UNKNOWN: e(404, false, 'There is no scheduled report {id}.', 'Reload the page; somebody may have removed it.'),
  KW_EXCHANGE_UNKNOWN: e(
    404,
    false,
    'There is no mapping file {name}.',
    'Put {name}.yaml into the folder mappings of the data folder; docs/examples/kprs.yaml shows how.',
  ),
} as const satisfies Readonly<Record<string, ErrorInfo>>;
