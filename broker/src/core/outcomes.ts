import { DAY_MS, type JournalEntry, KwError, type OutcomeEntry, type OutcomeRequest, type OutcomeShares } from '@kringwijzer/contract';
import type { Journal } from '../monitoring/ports/journal.ts';
import type { StaffLog } from '../ports/staff-log.ts';
import { outcomeShares, SHARES_BACK_MS } from './outcome-shares.ts';

export interface OutcomesDeps {
  readonly journal: Pick<Journal, 'append' | 'current' | 'history' | 'revision'>;
  readonly log: Pick<StaffLog, 'outcomes' | 'photos'>;
  /** Turns, strips and shrinks a photo given in base64. Throws KW_IMAGE_… for what is none. */
  readonly shrink: (base64: string) => Promise<Uint8Array>;
  /** Told when a photo could not be kept; the line itself is. */
  readonly onPhotoLost: (client: string, error: unknown) => void;
  readonly yearOf: (atMs: number) => number;
  readonly nowMs: () => number;
}

/** What became of goods, as staff write it down in seconds. Every line is a line of the journal, so registers and reports have it too. */
export interface Outcomes {
  /** Writes a line; one that is known by its client id is not written again. Throws KW_REQUEST_INVALID. */
  write(request: OutcomeRequest, by: string): Promise<OutcomeEntry>;
  /** Strikes a line out; a second time changes nothing. Throws KW_NOT_FOUND. */
  undo(client: string, by: string): OutcomeEntry;
  /** Lines of pages since a moment, newest first. */
  list(from: number): readonly OutcomeEntry[];
  photo(client: string): Uint8Array | undefined;
  /** Shares for the kiosk; worked out again only when the journal has changed. */
  shares(): OutcomeShares | undefined;
}

/** A tablet may lie in a drawer without network for weeks; what is older was dated by a broken clock. */
const OLDEST_MS = 60 * DAY_MS;
const SOURCE = 'sorting table';

/** Outcomes of a site's journal. */
export function createOutcomes(deps: OutcomesDeps): Outcomes {
  const { journal, log, nowMs } = deps;
  let known: { readonly revision: number; readonly shares: OutcomeShares | undefined } | undefined;

  /** Number of the line of a client id, also when the hub fell between writing the line and noting its id. */
  const lineOf = (client: string, from?: number): number | undefined => {
    const noted = log.outcomes.find(client);
    if (noted !== undefined) return noted;
    const span = from === undefined ? {} : { from, to: from + 1 };
    const line = journal.current({ kinds: ['outcome'], ...span }).find(({ body }) => body.kind === 'outcome' && body.client === client);
    if (line !== undefined) log.outcomes.add(client, line.id);
    return line?.id;
  };

  const entryOf = (line: number): OutcomeEntry => {
    const lines = journal.history(line);
    const last = lines.at(-1);
    if (last === undefined) throw new KwError('KW_ENTRY_UNKNOWN', { id: line });
    return outcomeOf(last, lines[0]?.by ?? last.by, log.photos);
  };

  return {
    write: async (request, by) => {
      const at = Math.min(request.at, nowMs());
      if (nowMs() - at > OLDEST_MS) throw new KwError('KW_REQUEST_INVALID', { reason: 'at: more than 60 days ago' });
      let line = lineOf(request.client, at);
      if (line === undefined) {
        line = firstOf(journal.append({ by, at: nowMs() }, [{ body: bodyOf(request, at) }])).id;
        log.outcomes.add(request.client, line);
      }
      await keepPhoto(deps, request);
      return entryOf(line);
    },
    undo: (client, by) => {
      const line = lineOf(client);
      const last = line === undefined ? undefined : journal.history(line).at(-1);
      if (line === undefined || last === undefined) throw new KwError('KW_NOT_FOUND', { path: `outcome ${client}` });
      if (!last.struck) journal.append({ by, at: nowMs() }, [{ body: last.body, supersedes: last.id, why: 'undone', struck: true }]);
      return entryOf(line);
    },
    list: (from) =>
      journal
        .current({ kinds: ['outcome'], from })
        .filter(({ body }) => body.kind === 'outcome' && body.client !== undefined)
        .map((line) => outcomeOf(line, line.by, log.photos))
        .toReversed(),
    photo: (client) => log.photos.find(client),
    shares: () => {
      const revision = journal.revision();
      if (known?.revision !== revision) {
        const lines = journal.current({ kinds: ['outcome'], from: nowMs() - SHARES_BACK_MS });
        const bodies = lines.flatMap(({ body }) => (body.kind === 'outcome' ? [body] : []));
        known = { revision, shares: outcomeShares(bodies, deps.yearOf) };
      }
      return known.shares;
    },
  };
}

async function keepPhoto({ log, shrink, onPhotoLost }: OutcomesDeps, { client, photo }: OutcomeRequest): Promise<void> {
  if (photo === undefined || log.photos.has(client)) return;
  try {
    log.photos.put(client, await shrink(photo));
  } catch (error) {
    onPhotoLost(client, error); // a picture that cannot be read must not cost the figure
  }
}

function bodyOf(request: OutcomeRequest, at: number): JournalEntry['body'] {
  const { client, stream, outcome, pieces, massG, weighed = false, barcode } = request;
  const method = massG === undefined ? 'counted' : weighed ? 'weighed' : 'estimated';
  return {
    kind: 'outcome',
    from: at,
    to: at,
    method,
    source: SOURCE,
    outcome,
    stream,
    massG: massG ?? 0,
    client,
    ...(pieces !== undefined && { pieces }),
    ...(barcode !== undefined && { barcode }),
  };
}

function outcomeOf({ body, struck }: JournalEntry, by: string, photos: Pick<StaffLog['photos'], 'has'>): OutcomeEntry {
  if (body.kind !== 'outcome') throw new TypeError('a line of another kind');
  const { client = '', from, stream, outcome, pieces, massG, barcode } = body;
  return {
    client,
    at: from,
    by,
    outcome,
    ...(stream && { stream }),
    ...(pieces !== undefined && { pieces }),
    ...(massG > 0 && { massG }),
    ...(barcode !== undefined && { barcode }),
    photo: photos.has(client),
    undone: struck,
  };
}

function firstOf(lines: readonly JournalEntry[]): JournalEntry {
  const [line] = lines;
  if (line === undefined) throw new TypeError('nothing was written');
  return line;
}
