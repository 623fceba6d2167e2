/** One amount to put into a fact. */
export interface Amount {
  readonly value: number;
  /** Stream of goods; left out where it is not known. */
  readonly stream?: string | undefined;
  /** Records behind it; default 1. */
  readonly n?: number;
  /** Half-width of the 95 % interval of the part that does not average out. */
  readonly systematic?: number;
  /** Square of the half-width of the part that does. */
  readonly random2?: number;
  readonly note?: string | undefined;
}

interface Held {
  value: number;
  n: number;
  systematic: number;
  random2: number;
  low?: number;
  high?: number;
  hidden: boolean;
  readonly notes: Set<string>;
}

/** Name of the stream of goods nobody sorted. */
export const UNKNOWN_STREAM = 'unknown';

/** The facts of one period: sums under a name, in all and by stream. A fact that was never recorded is absent, not zero. */
export class FactSheet {
  readonly #facts = new Map<string, Held>();

  /** Adds an amount to the fact and to its stream. */
  add(name: string, amount: Amount): void {
    this.#addTo(name, amount);
    this.#addTo(keyOf(name, amount.stream ?? UNKNOWN_STREAM), amount);
  }

  /** Adds to a fact that has no streams, or to one stream alone. */
  addOnly(name: string, amount: Amount): void {
    this.#addTo(amount.stream === undefined ? name : keyOf(name, amount.stream), amount);
  }

  /** Gives a fact the range its factor leaves. */
  range(name: string, low: number, high: number, stream?: string): void {
    const held = this.#facts.get(keyOf(name, stream));
    if (held === undefined) return;
    held.low = (held.low ?? 0) + low;
    held.high = (held.high ?? 0) + high;
  }

  /** Marks a fact as too small a group to show. */
  hide(name: string): void {
    const held = this.#facts.get(name);
    if (held !== undefined) held.hidden = true;
  }

  value(name: string, stream?: string): number | undefined {
    return this.#facts.get(keyOf(name, stream))?.value;
  }

  low(name: string, stream?: string): number | undefined {
    const held = this.#facts.get(keyOf(name, stream));
    return held?.low ?? held?.value;
  }

  high(name: string, stream?: string): number | undefined {
    const held = this.#facts.get(keyOf(name, stream));
    return held?.high ?? held?.value;
  }

  hasRange(name: string, stream?: string): boolean {
    return this.#facts.get(keyOf(name, stream))?.low !== undefined;
  }

  /** Half-width of the 95 % interval, 0 or more. */
  uncertainty(name: string, stream?: string): number {
    const held = this.#facts.get(keyOf(name, stream));
    return held === undefined ? 0 : held.systematic + Math.sqrt(held.random2);
  }

  count(name: string, stream?: string): number {
    return this.#facts.get(keyOf(name, stream))?.n ?? 0;
  }

  isHidden(name: string): boolean {
    return this.#facts.get(name)?.hidden ?? false;
  }

  notes(name: string, stream?: string): readonly string[] {
    return [...(this.#facts.get(keyOf(name, stream))?.notes ?? [])];
  }

  /** Streams a fact is known of. */
  streams(name: string): readonly string[] {
    const head = `${name}@`;
    return [...this.#facts.keys()].filter((key) => key.startsWith(head)).map((key) => key.slice(head.length));
  }

  #addTo(key: string, { value, n = 1, systematic = 0, random2 = 0, note }: Amount): void {
    const held = this.#facts.get(key) ?? { value: 0, n: 0, systematic: 0, random2: 0, hidden: false, notes: new Set<string>() };
    this.#facts.set(key, held);
    held.value += value;
    held.n += n;
    held.systematic += systematic;
    held.random2 += random2;
    if (note !== undefined) held.notes.add(note);
  }
}

const keyOf = (name: string, stream: string | undefined): string => (stream === undefined ? name : `${name}@${stream}`);
