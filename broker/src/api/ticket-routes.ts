import {
  HOUR_MS,
  KwError,
  type ReconciledPair,
  reconcileQuerySchema,
  reconciliationSchema,
  ticketsPreviewSchema,
  ticketsRequestSchema,
  ticketsStoredSchema,
} from '@kringwijzer/contract';
import { createCalendar } from '../core/calendar.ts';
import { parseTickets } from '../core/parse-tickets.ts';
import { reconcile } from '../core/reconcile.ts';
import { isSameTicket } from '../core/same-ticket.ts';
import type { Reconciled, Ticket, TicketDesk } from '../ports/ticket-desk.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['weighbridge'];
/** The same load when truck and scale were this close in time: the bridge may be in another town, or the ticket come next day. */
const USUAL_WITHIN_MS = 24 * HOUR_MS;

const preview = route('staff', {
  tags,
  summary: 'Read a CSV file of weighbridge tickets without storing it, each beside its emptying',
  body: ticketsRequestSchema,
  response: { 200: ticketsPreviewSchema },
});
const upload = route('staff', {
  tags,
  summary: 'Store the weighbridge tickets of a CSV file, all or none; a known number replaces',
  body: ticketsRequestSchema,
  response: { 200: ticketsStoredSchema },
});
const reconciled = route('reader', {
  tags,
  summary: 'Emptyings beside the weighbridge tickets of their loads, with the differences',
  querystring: reconcileQuerySchema,
  response: { 200: reconciliationSchema },
});

/** Weighbridge tickets: the official figures beside ours. */
export function ticketRoutes(app: ApiServer, { store, live, config, audit, nowMs }: ApiDeps): void {
  const calendar = createCalendar(config.site.timeZone);

  app.post('/tickets/preview', preview, async (request) => {
    const desk = deskOf(store.tickets);
    const tickets = parseTickets(request.body.text, calendar);
    const known = new Map((await desk.find(tickets.map(({ number }) => number))).map((ticket) => [ticket.number, ticket]));
    const rows = reconcile(await emptyingsAround(tickets), tickets, USUAL_WITHIN_MS);
    const scales = new Set(live.snapshot(nowMs()).devices.flatMap(({ meta }) => (meta.kind === 'scale' ? [meta.id] : [])));
    return {
      tickets: rows.flatMap((row) => {
        const { ticket } = row;
        return ticket === undefined ? [] : [{ ...shown(row), ticket: { ...ticket }, state: stateOf(ticket, known.get(ticket.number)) }];
      }),
      unknownContainers: [...new Set(tickets.map(({ container }) => container))].filter((container) => !scales.has(container)),
    };
  });

  app.post('/tickets', upload, async (request) => {
    const tickets = parseTickets(request.body.text, calendar);
    const stored = await deskOf(store.tickets).add(tickets);
    const detail = `${tickets.length} tickets, ${stored.added} new, ${stored.replaced} replaced`;
    audit.add({ at: nowMs(), actor: sessionIn(request).name, action: 'weighbridge tickets', detail });
    return stored;
  });

  app.get('/tickets/reconciled', reconciled, async (request) => {
    const { from, to, withinHours } = request.query;
    if (to <= from) throw new KwError('KW_QUERY_INVALID', { reason: 'to is not after from' });
    const rows = await deskOf(store.tickets).reconcile({ from, to, withinMs: withinHours * HOUR_MS });
    return { rows: rows.map(shown), ...sumsOf(rows) };
  });

  const emptyingsAround = async (tickets: readonly Ticket[]): Promise<Parameters<typeof reconcile>[0]> => {
    if (tickets.length === 0) return [];
    const times = tickets.map(({ at }) => at);
    const range = { from: Math.min(...times) - USUAL_WITHIN_MS, to: Math.max(...times) + USUAL_WITHIN_MS };
    const events = await store.events({ kinds: ['emptying'], ...range, trustedTimeOnly: true });
    return events.filter(({ correction }) => correction?.struck !== true);
  };
}

function deskOf(desk: TicketDesk | undefined): TicketDesk {
  if (desk === undefined) throw new KwError('KW_STORE_CANNOT', { what: 'keep weighbridge tickets' });
  return desk;
}

function stateOf(ticket: Ticket, known: Ticket | undefined): 'new' | 'changed' | 'known' {
  if (known === undefined) return 'new';
  return isSameTicket(known, ticket) ? 'known' : 'changed';
}

function shown({ emptying, ticket, differenceG, differencePercent }: Reconciled): ReconciledPair {
  const { record } = emptying ?? {};
  return {
    ...(emptying &&
      record?.kind === 'emptying' && {
        emptying: { id: emptying.id, node: emptying.node, device: record.device, at: record.at, massG: record.massG },
      }),
    ...(ticket && { ticket: { ...ticket } }),
    ...(differenceG !== undefined && { differenceG }),
    ...(differencePercent !== undefined && { differencePercent }),
  };
}

/** Sums over the pairs alone: what has no partner would only hide the difference. */
function sumsOf(rows: readonly Reconciled[]): {
  readonly paired: number;
  readonly oursG: number;
  readonly ticketsG: number;
  readonly differenceG: number;
  readonly differencePercent?: number;
} {
  let [paired, ticketsG, differenceG] = [0, 0, 0];
  for (const { ticket, differenceG: difference } of rows) {
    if (ticket === undefined || difference === undefined) continue;
    paired += 1;
    ticketsG += ticket.netG;
    differenceG += difference;
  }
  const share = ticketsG === 0 ? {} : { differencePercent: (differenceG / ticketsG) * 100 };
  return { paired, oursG: ticketsG + differenceG, ticketsG, differenceG, ...share };
}
