import { DAY_MS, type EmptyingNote, type EmptyingSummary, KwError, type LastEmptying } from '@kringwijzer/contract';
import type { CorrectionDesk } from '../ports/correction-desk.ts';
import type { SeriesStore, StoredEvent } from '../ports/series-store.ts';
import type { EmptyingWord, StaffLog } from '../ports/staff-log.ts';
import type { Reconciled, TicketDesk } from '../ports/ticket-desk.ts';
import type { LiveChange, LiveModel } from './live-model.ts';

export interface EmptyingsDeps {
  /** Where records can be corrected a denied emptying is struck out; where tickets are kept they stand beside. */
  readonly store: Pick<SeriesStore, 'events'> & { readonly corrections?: CorrectionDesk; readonly tickets?: TicketDesk };
  readonly words: StaffLog['emptyings'];
  readonly live: Pick<LiveModel, 'emptied' | 'snapshot'>;
  readonly push: (changes: readonly LiveChange[]) => void;
  readonly nowMs: () => number;
}

/** Emptyings as staff see and confirm them. */
export interface Emptyings {
  /** The latest, newest first, each with its ticket when there is one. */
  list(limit: number): Promise<readonly EmptyingSummary[]>;
  /** Confirms one; said again, the new words count. Throws KW_NOT_FOUND. */
  confirm(id: string, by: string, note: EmptyingNote): Promise<EmptyingSummary>;
  /** Says that nothing was emptied: it no longer counts anywhere. Throws KW_NOT_FOUND. */
  deny(id: string, by: string): Promise<EmptyingSummary>;
  /** Puts what staff said into the live picture, after the hub's start. */
  rebuild(): Promise<void>;
}

/** A ticket is of the same load when truck and scale were this close in time: the bridge may be in another town, or the ticket come next day. */
const TICKET_WITHIN_MS = DAY_MS;
const LOOKED_BACK = 500;
const DENIED = 'staff: nothing was emptied';
const RESTORED = 'staff: it was emptied after all';

/** Emptyings of a store, with what staff say of them. */
export function createEmptyings(deps: EmptyingsDeps): Emptyings {
  const { store, words, live, nowMs } = deps;

  const find = async (id: string): Promise<StoredEvent> => {
    const [node = ''] = id.split('/');
    const events = await store.events({ kinds: ['emptying'], node, order: 'desc', limit: LOOKED_BACK });
    const found = events.find((event) => event.id === id);
    if (found === undefined) throw new KwError('KW_NOT_FOUND', { path: `emptying ${id}` });
    return found;
  };

  const refresh = async (node: string, device: string): Promise<void> => {
    const events = await store.events({ kinds: ['emptying'], node, device, trustedTimeOnly: true, order: 'desc', limit: 20 });
    const standing = events.find((event) => verdictOf(event, words.find(event.id)) !== 'denied');
    deps.push(live.emptied(node, device, standing && lastOf(standing, words.find(standing.id))));
  };

  const strike = async (event: StoredEvent, by: string, denied: boolean): Promise<void> => {
    if ((event.correction?.struck === true) === denied) return;
    const why = denied ? DENIED : RESTORED;
    await store.corrections?.correct({ id: event.id, by, why, at: nowMs(), ...(!denied && { record: event.record }) });
  };

  const say = async (id: string, word: Pick<EmptyingWord, 'verdict' | 'by' | 'note'>): Promise<EmptyingSummary> => {
    const event = await find(id);
    await strike(event, word.by, word.verdict === 'denied');
    if (word.note.ticket !== undefined) await keepTicket(store.tickets, event, word.note.ticket);
    words.add({ event: id, at: nowMs(), ...word });
    await refresh(event.node, event.record.device);
    return summaryOf(await find(id), words.find(id), undefined);
  };

  return {
    list: async (limit) => {
      const events = await store.events({ kinds: ['emptying'], order: 'desc', limit });
      const tickets = await ticketsOf(store.tickets, events);
      return events.flatMap((event) => summaryOf(event, words.find(event.id), tickets.get(event.id)));
    },
    confirm: (id, by, note) => say(id, { verdict: 'confirmed', by, note }),
    deny: (id, by) => say(id, { verdict: 'denied', by, note: {} }),
    rebuild: async () => {
      for (const { node, meta } of live.snapshot(nowMs()).devices) {
        if (meta.kind === 'scale' && meta.role === 'container') await refresh(node, meta.id);
      }
    },
  };
}

const verdictOf = ({ correction }: StoredEvent, word: EmptyingWord | undefined): EmptyingSummary['verdict'] =>
  correction?.struck === true ? 'denied' : (word?.verdict ?? 'open');

function lastOf({ id, record }: StoredEvent, word: EmptyingWord | undefined): LastEmptying | undefined {
  if (record.kind !== 'emptying') return undefined;
  const { at, massG } = record;
  return { id, at, massG, ...(word && { by: word.by, ...(word.note.partner !== undefined && { partner: word.note.partner }) }) };
}

/** Tickets by the emptying they stand beside. */
async function ticketsOf(desk: TicketDesk | undefined, events: readonly StoredEvent[]): Promise<ReadonlyMap<string, Reconciled>> {
  const times = events.map(({ record }) => record.at);
  if (desk === undefined || times.length === 0) return new Map();
  const [from, to] = [Math.min(...times) - TICKET_WITHIN_MS, Math.max(...times) + TICKET_WITHIN_MS];
  const pairs = await desk.reconcile({ from, to, withinMs: TICKET_WITHIN_MS });
  return new Map(pairs.flatMap((pair) => (pair.emptying && pair.ticket ? [[pair.emptying.id, pair] as const] : [])));
}

/** A ticket told at the emptying stands among the others; one that was imported keeps its own moment. */
async function keepTicket(
  desk: TicketDesk | undefined,
  { record }: StoredEvent,
  ticket: NonNullable<EmptyingNote['ticket']>,
): Promise<void> {
  if (desk === undefined) return;
  const { at, device } = record;
  const near = await desk.reconcile({ from: at - 7 * DAY_MS, to: at + 7 * DAY_MS, withinMs: TICKET_WITHIN_MS });
  const known = near.find((pair) => pair.ticket?.number === ticket.number)?.ticket;
  if (known?.netG === ticket.netG && known.container === device) return;
  await desk.add([{ at: known?.at ?? at, number: ticket.number, container: device, netG: ticket.netG }]);
}

function summaryOf(event: StoredEvent, word: EmptyingWord | undefined, pair: Reconciled | undefined): EmptyingSummary {
  const { record } = event;
  if (record.kind !== 'emptying') throw new TypeError(`${event.id} is not an emptying`);
  const { device, at, massG, uncertaintyG, swapped } = record;
  const verdict = verdictOf(event, word);
  const weighbridge = weighbridgeOf(massG, word?.note.ticket ?? pair?.ticket);
  return {
    id: event.id,
    node: event.node,
    device,
    at,
    massG,
    uncertaintyG,
    swapped,
    verdict,
    ...(word && { by: word.by, saidAt: word.at, note: word.note }),
    ...(weighbridge && { weighbridge }),
  };
}

function weighbridgeOf(
  massG: number,
  ticket: { readonly number: string; readonly netG: number } | undefined,
): EmptyingSummary['weighbridge'] {
  if (ticket === undefined) return undefined;
  const { number, netG } = ticket;
  const differenceG = massG - netG;
  return { number, netG, differenceG, ...(netG !== 0 && { differencePercent: (differenceG / netG) * 100 }) };
}
