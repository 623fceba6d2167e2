import type { ReportData } from '../reports.ts';
import type { Cell } from './csv.ts';
import { DUTCH_WORDS } from './dutch-figures.ts';

const TRADE = 'Indicatieve weging, niet voor verrekening';
const round = (value: number | undefined, digits = 3): number | undefined =>
  value === undefined ? undefined : Math.round(value * 10 ** digits) / 10 ** digits;
const periodOf = ({ period }: ReportData): string => `${new Date(period.from).toISOString()} / ${new Date(period.to).toISOString()}`;

/** All indicators as rows: what, figure, range, baseline, definition. */
export function indicatorRows(data: ReportData): readonly (readonly Cell[])[] {
  const heads = [
    'Indicator',
    'Naam',
    'Waarde',
    'Eenheid',
    'Onzekerheid (95%)',
    'Laag',
    'Hoog',
    'Nulmeting',
    'Jaar eerder',
    'Metingen en regels',
    'Definitie',
    'Formule',
  ];
  const rows = data.rows.map(({ indicator, result, baseline, before }): readonly Cell[] => [
    indicator.id,
    indicator.name.nl,
    result.hidden ? 'minder dan 10' : round(result.value),
    indicator.unit,
    round(result.uncertainty),
    round(result.low),
    round(result.high),
    round(baseline),
    round(before),
    result.records,
    indicator.definition.nl,
    indicator.formula,
  ]);
  return [heads, ...rows, [], [TRADE], [`Periode (UTC): ${periodOf(data)}`]];
}

/** The balance of goods by stream. */
export function balanceRows({ balance }: ReportData): readonly (readonly Cell[])[] {
  const outcomes = Object.keys(balance[0]?.outcomesKg ?? {});
  const heads = [
    'Stroom',
    'Binnen kg',
    ...outcomes.map((outcome) => `${DUTCH_WORDS[outcome] ?? outcome} kg`),
    'Uit kg',
    'Voorraad erbij kg',
    'Weegbrug kg',
    'Afgevoerd volgens register kg',
  ];
  return [
    heads,
    ...balance.map((row) => [
      DUTCH_WORDS[row.stream] ?? row.stream,
      round(row.inKg),
      ...outcomes.map((outcome) => round(row.outcomesKg[outcome])),
      round(row.outKg),
      round(row.stockKg),
      round(row.weighbridgeKg),
      round(row.takenAwayKg),
    ]),
  ];
}

/** Indicators by stream, one row each. */
export function streamRows({ rows }: ReportData): readonly (readonly Cell[])[] {
  const heads = ['Indicator', 'Stroom', 'Waarde', 'Eenheid'];
  return [
    heads,
    ...rows.flatMap(({ indicator, streams }) =>
      Object.entries(streams).map(([stream, value]) => [indicator.name.nl, DUTCH_WORDS[stream] ?? stream, round(value), indicator.unit]),
    ),
  ];
}

/** Answers to the questions of the national monitor, with the definition each answer follows. */
export function questionRows(data: ReportData): readonly (readonly Cell[])[] {
  const byId = new Map(data.rows.map((row) => [row.indicator.id, row]));
  const heads = ['Onderdeel', 'Vraag', 'Antwoord', 'Eenheid', 'Definitie', 'Indicator'];
  const rows = data.questions.map(({ part, question, indicator }): readonly Cell[] => {
    const row = byId.get(indicator);
    if (row === undefined) throw new TypeError(`no indicator ${indicator}`);
    const answer = row.result.hidden ? 'minder dan 10' : (round(row.result.value, row.indicator.digits) ?? 'niet bekend');
    return [part, question, answer, row.indicator.unit, row.indicator.definition.nl, indicator];
  });
  return [heads, ...rows, [], [TRADE], [`Periode (UTC): ${periodOf(data)}`]];
}
