import type { IndicatorResult, JournalEntry } from '@kringwijzer/contract';

/** What the hub answers on `/monitoring/definitions`. */
export interface Definitions {
  readonly indicators: readonly IndicatorAbout[];
  readonly notes: Readonly<Record<string, { readonly nl: string; readonly en: string }>>;
  readonly measures: Readonly<Record<string, { readonly unit: string; readonly digits: number }>>;
  readonly sensors: readonly { readonly key: string; readonly name: string; readonly kind: string }[];
  readonly pdf: boolean;
  readonly otherSites: readonly { readonly id: number; readonly name: string }[];
  /** Programs whose files the hub can read and write by a mapping file. */
  readonly exchanges: readonly { readonly id: string; readonly name: string }[];
}

export interface IndicatorAbout {
  readonly id: string;
  readonly theme: 'environment' | 'social' | 'finance' | 'quality';
  readonly unit: string;
  readonly digits: number;
  readonly formula: string;
  readonly name: { readonly nl: string; readonly en: string };
  readonly definition: { readonly nl: string; readonly en: string };
  readonly caveat?: { readonly nl: string; readonly en: string };
}

export interface IndicatorRow extends IndicatorResult {
  readonly baseline?: number;
  readonly before?: number;
}

export interface TrendAnswer {
  readonly unit: string;
  readonly digits: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly series: readonly {
    readonly key: string;
    readonly label: string;
    readonly values: readonly number[];
    /** Half-width of the 95 % interval of each value; null where it is not known. */
    readonly halves?: readonly (number | null)[];
  }[];
  readonly completeness: readonly (number | null)[];
  readonly factors: readonly { readonly key: string; readonly from: number; readonly factor: number; readonly spread?: number }[];
  readonly compared?: readonly (number | null)[];
  readonly markers: readonly Pick<JournalEntry, 'id' | 'body'>[];
}

export interface FactOrigin {
  readonly fact: string;
  readonly value?: number;
  readonly records: number;
  readonly events: readonly {
    readonly id: string;
    readonly at: number;
    readonly device: string;
    readonly massG?: number;
    readonly counts: boolean;
  }[];
  readonly lines: readonly JournalEntry[];
  readonly doors: readonly { readonly key: string; readonly counted: number; readonly factor: number }[];
  readonly parts: readonly { readonly label: string; readonly value: number }[];
}

export interface OriginAnswer {
  readonly indicator: IndicatorAbout;
  readonly result: IndicatorResult;
  readonly facts: readonly FactOrigin[];
  readonly factors?: { readonly simple: { readonly value: number; readonly source: string; readonly year: number } };
}

export interface TargetAnswer {
  readonly entry: JournalEntry;
  readonly value?: number;
  readonly target: number;
  readonly forecast?: number;
  readonly onTrack?: boolean;
}
