type Labels = Readonly<Record<string, string>>;

/** Numbers about the running hub, in the text format Prometheus reads. */
export interface Counters {
  /** Adds to a counter; names are `kringwijzer_*_total`. */
  add(name: string, labels?: Labels, by?: number): void;
  /** The count so far, 0 when nothing was counted. */
  get(name: string, labels?: Labels): number;
  /** Registers a value that is read when somebody asks. */
  gauge(name: string, read: () => number): void;
  /** Prometheus text exposition format 0.0.4. */
  text(): string;
}

// Labels come from our own tables (codes, kinds, roles), never from the wire; the cap is for the day that slips.
const MAX_SERIES = 2_000;

export function createCounters(): Counters {
  const counts = new Map<string, number>();
  const gauges = new Map<string, () => number>();
  return {
    add: (name, labels = {}, by = 1) => {
      const key = keyOf(name, labels);
      if (counts.has(key) || counts.size < MAX_SERIES) counts.set(key, (counts.get(key) ?? 0) + by);
    },
    get: (name, labels = {}) => counts.get(keyOf(name, labels)) ?? 0,
    gauge: (name, read) => void gauges.set(name, read),
    text: () => {
      const lines: string[] = [];
      let family = '';
      for (const [key, value] of [...counts].sort(([left], [right]) => (left < right ? -1 : 1))) {
        const name = key.split('{', 1)[0] ?? key;
        if (name !== family) lines.push(`# TYPE ${name} counter`);
        family = name;
        lines.push(`${key} ${value}`);
      }
      for (const [name, read] of gauges) lines.push(`# TYPE ${name} gauge`, `${name} ${read()}`);
      return `${lines.join('\n')}\n`;
    },
  };
}

function keyOf(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value.replaceAll(/["\\\n]/gu, '_')}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.sort().join(',')}}`;
}
