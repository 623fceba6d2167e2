import type { Ticket } from '../ports/ticket-desk.ts';

/** True when two tickets say the same; their numbers are not compared. */
export const isSameTicket = (a: Ticket, b: Ticket): boolean =>
  a.at === b.at && a.container === b.container && a.netG === b.netG && a.grossG === b.grossG && a.tareG === b.tareG;
