import type { ReportData } from '../reports.ts';
import { methodSection } from './method-html.ts';
import { escaped } from './report-charts.ts';
import { figureOf, finder, marginOf, reportHead, rowOf, tableOf } from './report-sections.ts';

const PARTS = ['Milieu', 'Sociaal', 'Financieel'] as const;

/** Answers for the national monitor: each question with its answer and the definition the answer follows. */
export function monitorBody(data: ReportData): string {
  const find = finder(data);
  const tables = PARTS.map((part) => {
    const lines = data.questions
      .filter((question) => question.part === part)
      .map(({ question, indicator }) => {
        const row = find(indicator);
        return rowOf(`${escaped(question)}<br><small>${escaped(row.indicator.definition.nl)}</small>`, [figureOf(row), marginOf(row)]);
      });
    return lines.length === 0 ? '' : `<h2>${part}</h2>${tableOf(['Vraag en betekenis', 'Antwoord', 'Marge'], lines)}`;
  });
  return [
    reportHead(data, 'Landelijke monitor'),
    '<p class="lead">Antwoorden om over te nemen. De vragenlijst van de monitor is niet openbaar: vergelijk de vragen met die u kreeg.</p>',
    ...tables,
    methodSection(data, find),
  ].join('\n');
}
