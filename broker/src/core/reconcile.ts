import type { StoredEvent } from '../ports/series-store.ts';
import type { Reconciled, Ticket } from '../ports/ticket-desk.ts';

/** Puts each emptying beside the ticket of its container nearest in time; what finds no partner stands alone. Sorted by time. */
export function reconcile(emptyings: readonly StoredEvent[], tickets: readonly Ticket[], withinMs: number): readonly Reconciled[] {
  const pairs = emptyings
    .flatMap((emptying) =>
      tickets
        .filter(({ container }) => container === emptying.record.device)
        .map((ticket) => ({ emptying, ticket, apartMs: Math.abs(ticket.at - emptying.record.at) })),
    )
    .filter(({ apartMs }) => apartMs <= withinMs)
    .sort((a, b) => a.apartMs - b.apartMs);
  const taken = new Set<StoredEvent | Ticket>();
  const found: Reconciled[] = [];
  for (const { emptying, ticket } of pairs) {
    if (taken.has(emptying) || taken.has(ticket)) continue;
    taken.add(emptying).add(ticket);
    found.push({ emptying, ticket, ...differenceOf(emptying, ticket) });
  }
  const alone = [
    ...emptyings.filter((emptying) => !taken.has(emptying)).map((emptying) => ({ emptying })),
    ...tickets.filter((ticket) => !taken.has(ticket)).map((ticket) => ({ ticket })),
  ];
  return [...found, ...alone].sort((a, b) => timeOf(a) - timeOf(b));
}

const timeOf = ({ emptying, ticket }: Reconciled): number => emptying?.record.at ?? ticket?.at ?? 0;

function differenceOf({ record }: StoredEvent, { netG }: Ticket): Pick<Reconciled, 'differenceG' | 'differencePercent'> {
  if (record.kind !== 'emptying') return {};
  const differenceG = record.massG - netG;
  return netG === 0 ? { differenceG } : { differenceG, differencePercent: (differenceG / netG) * 100 };
}
