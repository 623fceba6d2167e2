import { KwError, type TraceHeader, traceHeaderSchema } from '@kringwijzer/contract';

/** Where a line stands, for messages. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
}

/** The header of a trace from its first line. Throws KW_TRACE_INVALID with file, line and reason. */
export function parseHeader(text: string, place: LinePlace): TraceHeader {
  const value = parseJson(text.replace(/^\uFEFF/u, ''));
  if (value === undefined) throw invalid(place, 'the first line is not JSON');
  const parsed = traceHeaderSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(place, issue === undefined ? 'the header is not complete' : `${issue.path.join('.') || 'header'}: ${issue.message}`);
}

/** A KW_TRACE_INVALID error for a place. */
export const invalid = (place: LinePlace, reason: string): KwError => new KwError('KW_TRACE_INVALID', { ...place, reason });

/** The JSON object of a line, or undefined when it is none. Never throws. */
export function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    // A torn or foreign line; the caller counts it.
    return undefined;
  }
}

/** Trace time of a line in ms, or undefined when there is none that can be. */
export function timeOf(line: Readonly<Record<string, unknown>>): number | undefined {
  const { t } = line;
  return typeof t === 'number' && Number.isFinite(t) && t >= 0 ? t : undefined;
}
