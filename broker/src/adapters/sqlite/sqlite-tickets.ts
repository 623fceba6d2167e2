import { reconcile } from '../../core/reconcile.ts';
import { isSameTicket } from '../../core/same-ticket.ts';
import type { Reconciled, Ticket, TicketDesk } from '../../ports/ticket-desk.ts';
import type { ConnectionKeeper } from './connection.ts';
import { readEvents } from './event-reader.ts';

interface TicketRow {
  readonly number: string;
  readonly at: number;
  readonly container: string;
  readonly net_g: number;
  readonly gross_g: number | null;
  readonly tare_g: number | null;
}

/** Weighbridge tickets in the store file. */
export class SqliteTickets implements TicketDesk {
  private readonly keeper: ConnectionKeeper;

  constructor(keeper: ConnectionKeeper) {
    this.keeper = keeper;
  }

  async add(tickets: readonly Ticket[]): Promise<{ readonly added: number; readonly replaced: number; readonly unchanged: number }> {
    return this.keeper.transact(({ db }) => {
      const find = db.prepare<[string], TicketRow>('SELECT * FROM ticket WHERE number = ?');
      const put = db.prepare<[string, number, string, number, number | null, number | null]>(
        'INSERT OR REPLACE INTO ticket(number, at, container, net_g, gross_g, tare_g) VALUES(?, ?, ?, ?, ?, ?)',
      );
      const counts = { added: 0, replaced: 0, unchanged: 0 };
      for (const ticket of tickets) {
        const known = find.get(ticket.number);
        if (known !== undefined && isSameTicket(ticketOf(known), ticket)) {
          counts.unchanged += 1;
          continue;
        }
        put.run(ticket.number, ticket.at, ticket.container, ticket.netG, ticket.grossG ?? null, ticket.tareG ?? null);
        if (known === undefined) counts.added += 1;
        else counts.replaced += 1;
      }
      return counts;
    });
  }

  async find(numbers: readonly string[]): Promise<readonly Ticket[]> {
    return this.keeper.read(({ db }) => {
      const find = db.prepare<[string], TicketRow>('SELECT * FROM ticket WHERE number = ?');
      return numbers.flatMap((number) => find.get(number) ?? []).map(ticketOf);
    });
  }

  async reconcile({ from, to, withinMs }: { from: number; to: number; withinMs: number }): Promise<readonly Reconciled[]> {
    return this.keeper.read(({ db }) => {
      const emptyings = readEvents(db, { kinds: ['emptying'], from, to, trustedTimeOnly: true }).filter(
        ({ correction }) => correction?.struck !== true,
      );
      const rows = db.prepare<[number, number], TicketRow>('SELECT * FROM ticket WHERE at >= ? AND at < ? ORDER BY at').all(from, to);
      return reconcile(emptyings, rows.map(ticketOf), withinMs);
    });
  }
}

const ticketOf = ({ number, at, container, net_g, gross_g, tare_g }: TicketRow): Ticket => ({
  number,
  at,
  container,
  netG: net_g,
  ...(gross_g === null ? {} : { grossG: gross_g }),
  ...(tare_g === null ? {} : { tareG: tare_g }),
});
