interface Waiting<T> {
  readonly item: T;
  /** Virtual time at which its sender will have had its share with it, in units of cost. */
  readonly finish: number;
}

/** The item at the front of a sender's lane. */
export interface Head<T> {
  readonly from: string;
  readonly item: T;
  readonly finish: number;
}

/** What each item costs besides its size, so that a thousand small ones are not free. */
const ITEM_COST = 1;

/**
 * A lane for each sender. Within a lane nothing overtakes; between lanes whoever had least is first (self-clocked fair
 * queueing, Golestani 1994), so each sender's turn comes after at most one item of every other.
 */
export class FairLanes<T> {
  private readonly lanes = new Map<string, Waiting<T>[]>();
  private clock = 0;
  private count = 0;

  /** Items that wait. */
  get length(): number {
    return this.count;
  }

  /** Puts an item behind what its sender has there already. `cost` is its size, 0 or more. */
  push(from: string, cost: number, item: T): void {
    const lane = this.lanes.get(from) ?? [];
    this.lanes.set(from, lane);
    lane.push({ item, finish: Math.max(this.clock, lane.at(-1)?.finish ?? 0) + cost + ITEM_COST });
    this.count += 1;
  }

  /** The front whose turn it is, among those that are wanted; of equals the sender that waits longest. */
  first(isWanted: (item: T) => boolean = () => true): Head<T> | undefined {
    let first: Head<T> | undefined;
    for (const [from, [front]] of this.lanes) {
      if (front === undefined || (first !== undefined && front.finish >= first.finish) || !isWanted(front.item)) continue;
      first = { from, ...front };
    }
    return first;
  }

  /** Takes the front of a lane away. */
  shift({ from, finish }: Head<T>): void {
    const lane = this.lanes.get(from);
    if (lane?.shift() === undefined) return;
    this.count -= 1;
    this.clock = Math.max(this.clock, finish);
    // Who waits no more is forgotten: its share ends at this very moment of virtual time.
    if (lane.length === 0) this.lanes.delete(from);
  }
}
