import type { ReportData } from '../reports.ts';
import { monthsChart } from './council-html.ts';
import { dutchFigure, dutchMonth, dutchNumber } from './dutch-figures.ts';
import { methodSection } from './method-html.ts';
import { daysOf } from './period.ts';
import { escaped } from './report-charts.ts';
import { figureOf, finder, reportHead } from './report-sections.ts';

/** About what a bicycle weighs, kg. Source: Restart Project reference data (15.1 kg an item), 2021. */
const BICYCLE_KG = 15;

/** A sum for the class: what to find out, and what comes out with the figures on this sheet. */
interface Sum {
  readonly question: string;
  readonly answer: string;
}

/** A sheet for the class: safe figures in plain words, sums to make with them, and the answers for the teacher. */
export function schoolBody(data: ReportData): string {
  const find = finder(data);
  const sums = sumsOf(data);
  const list = (items: readonly string[]): string => `<ol>${items.map((item) => `<li>${item}</li>`).join('')}</ol>`;
  return [
    reportHead(data, 'Rekenen met spullen'),
    `<p class="lead">Mensen brengen hier spullen die zij niet meer nodig hebben. Een weegschaal weegt ze. Een poortje telt de bezoeken. Reken mee!</p>`,
    facts(data),
    monthsChart(data),
    `<section class="sums"><h2>Reken mee</h2>${list(sums.map(({ question }) => escaped(question)))}</section>`,
    words(),
    `<section class="method"><h2>Voor de leerkracht: antwoorden</h2>${list(sums.map(({ answer }) => escaped(answer)))}<p>De antwoorden gaan uit van de afgeronde getallen op dit blad. In “Resultaten” staan de cijfers per maand als bestand.</p></section>`,
    methodSection(data, find),
  ].join('\n');
}

const FACTS = [
  ['mass_in', 'kilo spullen kwam binnen'],
  ['reuse_share', 'van de spullen werd opnieuw gebruikt'],
  ['repairs_fixed', 'reparaties lukten'],
  ['visits', 'bezoeken waren er'],
] as const;

function facts(data: ReportData): string {
  const find = finder(data);
  const tiles = FACTS.map(([id, word]) => {
    const row = find(id);
    return `<div class="tile"><dd>${figureOf(row, row.indicator.unit !== '%')}</dd><dt>${word}</dt></div>`;
  });
  return `<dl class="tiles facts">${tiles.join('')}</dl>`;
}

function sumsOf(data: ReportData): readonly Sum[] {
  const find = finder(data);
  const whole = (id: string): number | undefined => {
    const { value } = find(id).result;
    return value === undefined || value <= 0 ? undefined : Math.round(value);
  };
  const [mass, share, tried, fixed] = [whole('mass_in'), whole('reuse_share'), whole('repairs'), whole('repairs_fixed')];
  return [...monthSum(data), ...massSums(data, mass, share), ...repairSum(tried, fixed)];
}

function monthSum({ months, site }: ReportData): readonly Sum[] {
  const values = months.values.map(Math.round);
  if (values.length < 2) return [];
  const [most, least] = [Math.max(...values), Math.min(...values)];
  const nameOf = (value: number): string => dutchMonth(months.starts[values.indexOf(value)] ?? 0, site.timeZone, 'long');
  if (most === least) return [];
  return [
    {
      question: `In ${nameOf(most)} kwam ${dutchNumber(most)} kilo binnen. In ${nameOf(least)} was dat ${dutchNumber(least)} kilo. Hoeveel kilo scheelt dat?`,
      answer: `${dutchNumber(most)} − ${dutchNumber(least)} = ${dutchNumber(most - least)} kilo.`,
    },
  ];
}

function massSums({ period }: ReportData, mass: number | undefined, share: number | undefined): readonly Sum[] {
  if (mass === undefined) return [];
  const days = Math.round(daysOf(period));
  const sums: Sum[] = [
    {
      question: `In ${dutchNumber(days)} dagen kwam ${dutchNumber(mass)} kilo binnen. Hoeveel kilo is dat gemiddeld per dag?`,
      answer: `${dutchNumber(mass)} : ${dutchNumber(days)} = ongeveer ${dutchNumber(mass / days)} kilo per dag.`,
    },
    {
      question: `Een fiets weegt ongeveer ${BICYCLE_KG} kilo. Hoeveel fietsen wegen samen evenveel als ${dutchNumber(mass)} kilo?`,
      answer: `${dutchNumber(mass)} : ${BICYCLE_KG} = ongeveer ${dutchNumber(mass / BICYCLE_KG)} fietsen.`,
    },
  ];
  if (share !== undefined)
    sums.push({
      question: `Stel: van alle ${dutchNumber(mass)} kilo wordt ${share}% opnieuw gebruikt. Hoeveel kilo is dat?`,
      answer: `${dutchNumber(mass)} × ${share} : 100 = ongeveer ${dutchNumber((mass * share) / 100)} kilo.`,
    });
  return sums;
}

function repairSum(tried: number | undefined, fixed: number | undefined): readonly Sum[] {
  if (tried === undefined || fixed === undefined) return [];
  return [
    {
      question: `Er werden ${dutchNumber(tried)} spullen gerepareerd. Bij ${dutchNumber(fixed)} lukte het. Hoeveel procent is dat?`,
      answer: `${dutchNumber(fixed)} : ${dutchNumber(tried)} × 100 = ongeveer ${dutchFigure((100 * fixed) / tried, '%')}.`,
    },
  ];
}

const words = (): string => `<section><h2>Moeilijke woorden</h2><ul>
<li><b>Hergebruik:</b> iemand anders gebruikt het ding opnieuw.</li>
<li><b>Recyclen:</b> van het materiaal wordt iets anders gemaakt.</li>
<li><b>Gemiddeld:</b> alles bij elkaar, eerlijk verdeeld.</li>
<li><b>Marge:</b> zoveel kan een meting ernaast zitten. Elke meting heeft een marge.</li></ul></section>`;
