import { ERRORS, type ErrorInfo } from '@kringwijzer/contract';

const AREAS: readonly (readonly [RegExp, string])[] = [
  [/^KW_(PAYLOAD|TOPIC|RECORD)_/u, 'Messages'],
  [/^KW_(CONFIG|NODE_VERSION|PORT|DATA|NATIVE|USAGE|NOT_BUILT)/u, 'Configuration and start'],
  [/^KW_(NOT_SIGNED_IN|FORBIDDEN|SIGN_IN|LOCKED|INVITE|CSRF|RATE|ENROL|KIOSK|TOKEN)/u, 'People and rights'],
  [/^KW_(NOT_FOUND|REQUEST|INTERNAL|COMMAND|NODE_OFFLINE)/u, 'Requests and commands'],
  [/^KW_(STORE|QUERY|BACKUP|INFLUX|EXPORT|IMPORT|TICKET)/u, 'Store'],
];

const areaOf = (code: string): string => AREAS.find(([pattern]) => pattern.test(code))?.[1] ?? 'Nodes and sensors';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function rowOf(code: string, info: ErrorInfo): string {
  return `| \`${code}\` | ${cell(info.message)} | ${cell(info.cure)} | ${info.status} | ${info.retryable ? 'yes' : 'no'} |`;
}

/** The text of docs/errors.md: every code of the table, by area, with its cause and its cure. */
export function errorsPage(): string {
  const entries = Object.entries<ErrorInfo>(ERRORS);
  const areas = [...new Set(entries.map(([code]) => areaOf(code)))].toSorted();
  const sections = areas.map((area) => {
    const rows = entries.filter(([code]) => areaOf(code) === area).map(([code, info]) => rowOf(code, info));
    return `## ${area}\n\n| code | what happened | what to do | HTTP | try again |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Errors\n\nEvery error a person can meet. Words between braces are filled in. Made from \`contract/src/error-table.ts\` by \`npm run docs\`.\n\n${sections.join('\n')}`;
}
