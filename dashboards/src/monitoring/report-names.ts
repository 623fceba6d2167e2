import type { ReportName } from '@kringwijzer/contract';

/** Reports for people, in the order of the page. Written out: the contract's own list would bring its schema library into the page. */
export const REPORTS = ['council', 'annual', 'funder', 'school', 'national-monitor'] as const satisfies readonly ReportName[];
