import type { StoredEvent } from './series-store.ts';

/** One ticket of a weighbridge: the official mass of what a truck took away. */
export interface Ticket {
  readonly number: string;
  /** UTC epoch ms. */
  readonly at: number;
  /** Device id of the container scale. */
  readonly container: string;
  /** Grams. */
  readonly netG: number;
  readonly grossG?: number;
  readonly tareG?: number;
}

/** An emptying beside its ticket; one of the two is absent when nothing fits. */
export interface Reconciled {
  readonly emptying?: StoredEvent;
  readonly ticket?: Ticket;
  /** Ours minus the ticket, grams. */
  readonly differenceG?: number;
  /** The difference as a share of the ticket, in percent; absent for a ticket of nothing. */
  readonly differencePercent?: number;
}

export interface TicketDesk {
  /** Stores tickets; one with a number that is known replaces it. */
  add(tickets: readonly Ticket[]): Promise<{ readonly added: number; readonly replaced: number; readonly unchanged: number }>;
  /** The stored tickets with these numbers. */
  find(numbers: readonly string[]): Promise<readonly Ticket[]>;
  /** Emptyings and tickets of a time side by side: of each container the nearest in time, at most `withinMs` apart. */
  reconcile(query: { readonly from: number; readonly to: number; readonly withinMs: number }): Promise<readonly Reconciled[]>;
}
