import type { ReportData, ReportRow } from '../reports.ts';
import { DUTCH_WORDS, dutchAbout, dutchDate, dutchFigure, dutchMonth, dutchNumber } from './dutch-figures.ts';
import { methodSection } from './method-html.ts';
import { barChart, escaped, shareBar } from './report-charts.ts';
import { type Find, figureOf, finder, reportHead } from './report-sections.ts';

/** The newsletter for the council: one or two pages of A4, in plain Dutch. */
export function councilBody(data: ReportData, title = 'Nieuwsbrief voor de gemeenteraad'): string {
  const find = finder(data);
  return [
    reportHead(data, title),
    lead(find),
    tiles(data, find),
    monthsChart(data),
    targetsTable(data),
    streamsTable(data, find),
    outcomes(data),
    `<div class="two"><section>${repairs(find)}</section><section>${people(find)}</section></div>`,
    climate(data, find),
    stories(data),
    adjustments(data),
    methodSection(data, find),
  ].join('\n');
}

function lead(find: Find): string {
  const mass = find('mass_in').result.value;
  const visits = find('visits').result.value;
  const share = find('reuse_share').result.value;
  const parts = [
    mass === undefined
      ? ''
      : `Inwoners brachten in deze periode ongeveer <b>${dutchAbout(mass, 'kilo')}</b> aan spullen naar het ambachtscentrum.`,
    visits === undefined ? '' : `Er waren ongeveer ${dutchAbout(visits, 'bezoeken')}.`,
    share === undefined ? '' : `Van wat een bestemming kreeg, werd ${dutchNumber(share)}% opnieuw gebruikt.`,
  ];
  return `<p class="lead">${parts.filter((part) => part !== '').join(' ')}</p>`;
}

const TILES = [
  ['mass_in', 'Spullen binnen'],
  ['reuse_share', 'Opnieuw gebruikt'],
  ['repairs_fixed', 'Reparaties gelukt'],
  ['visits', 'Bezoeken'],
] as const;

function tiles({ baseline }: ReportData, find: Find): string {
  const one = ([id, word]: readonly [string, string]): string => {
    const row = find(id);
    const unit = row.indicator.unit !== 'kg' || row.result.value === undefined ? '' : ` <span class="unit">${row.indicator.unit}</span>`;
    return `<div class="tile"><dt>${word}</dt><dd>${figureOf(row, row.indicator.unit !== '%')}${unit}</dd><dd class="against">${escaped(comparison(row, baseline !== undefined))}</dd></div>`;
  };
  return `<dl class="tiles">${TILES.map(one).join('')}</dl>`;
}

/** How a figure stands to the baseline, or else to last year, in words. */
export function comparison({ indicator, result, baseline, before }: ReportRow, hasBaseline: boolean): string {
  const { value } = result;
  if (value === undefined) return 'Hiervan zijn geen gegevens.';
  const [other, word] = baseline !== undefined ? [baseline, 'bij de nulmeting'] : [before, 'een jaar eerder'];
  if (other === undefined || (other === 0 && value === 0))
    return hasBaseline ? 'In de nulmeting staat dit cijfer niet.' : 'Er is nog geen nulmeting om mee te vergelijken.';
  const shown = dutchFigure(other, indicator.unit, indicator.digits);
  if (other === 0) return `${word === 'een jaar eerder' ? 'Een jaar eerder' : 'Bij de nulmeting'}: ${shown}.`;
  return indicator.unit === '%' ? pointsText(value, other, word, shown) : percentText(value, other, word, shown);
}

function pointsText(value: number, other: number, word: string, shown: string): string {
  const points = Math.round(value) - Math.round(other);
  if (points === 0) return `Even veel als ${word}.`;
  return `${Math.abs(points)} procentpunt ${points > 0 ? 'meer' : 'minder'} dan ${word} (${shown}).`;
}

function percentText(value: number, other: number, word: string, shown: string): string {
  const percent = Math.round(100 * (value / other - 1));
  if (percent === 0) return `Ongeveer evenveel als ${word}.`;
  return `${Math.abs(percent)}% ${percent > 0 ? 'meer' : 'minder'} dan ${word} (${shown}).`;
}

/** Kilograms of each month with those of a year before. */
export function monthsChart({ months, markers, site }: ReportData): string {
  const labels = months.starts.map((start) => dutchMonth(start, site.timeZone));
  const hasBefore = months.before.some((value) => value !== null && value > 0);
  const most = Math.max(...months.values);
  const best = labels[months.values.indexOf(most)] ?? '';
  const summary = `Staafdiagram van kilo's per maand. ${labels.map((label, i) => `${label} ${dutchNumber(months.values[i] ?? 0)}`).join(', ')}. De meeste in ${best}.`;
  const notes = markers
    .map((marker) => ({ index: months.starts.findLastIndex((start) => start <= marker.from), text: marker.text.slice(0, 34) }))
    .filter(({ index }) => index >= 0)
    .slice(0, 3);
  const chart = barChart({
    title: "Kilo's binnen per maand",
    summary,
    labels,
    values: months.values,
    marks: hasBefore ? months.before : undefined,
    notes,
  });
  const key = hasBefore ? 'Balk: deze periode. Rode streep: dezelfde maand een jaar eerder.' : 'Balk: deze periode.';
  return `<section><h2>Kilo’s binnen per maand</h2>${chart}<p class="key">${key}</p></section>`;
}

/** Targets that meet the period, with how far they have come; nothing when there are none. */
export function targetsTable({ targets, rows, site }: ReportData, title = 'Onze doelen'): string {
  if (targets.length === 0) return '';
  const byId = new Map(rows.map((row) => [row.indicator.id, row]));
  const lines = targets.flatMap(({ entry, value, target, forecast, onTrack }) => {
    const row = byId.get(entry.body.indicator);
    if (row === undefined) return [];
    const { unit, digits, name } = row.indicator;
    const show = (figure: number | undefined): string => (figure === undefined ? '–' : escaped(dutchFigure(figure, unit, digits)));
    const word = onTrack === undefined ? '–' : onTrack ? '<span class="good">ja</span>' : '<span class="bad">nee</span>';
    const least = entry.body.direction === 'at_least' ? 'minstens' : 'hoogstens';
    return [
      `<tr><th scope="row">${escaped(name.nl)}</th><td>${least} ${show(target)}</td><td>${dutchDate(entry.body.to - 1, site.timeZone)}</td><td>${show(value)}</td><td>${show(row.baseline)}</td><td>${show(forecast)}</td><td>${word}</td></tr>`,
    ];
  });
  return `<section><h2>${title}</h2><table><thead><tr><th scope="col">Wat</th><th scope="col">Doel</th><th scope="col">Op</th><th scope="col">Nu</th><th scope="col">Nulmeting</th><th scope="col">Verwacht</th><th scope="col">Op koers</th></tr></thead><tbody>${lines.join('')}</tbody></table></section>`;
}

function streamsTable({ balance }: ReportData, find: Find): string {
  const cell = (id: string, stream: string, digits = 0): string => {
    const row = find(id);
    const value = stream === 'all' ? row.result.value : row.streams[stream];
    return value === undefined ? '–' : dutchNumber(value, digits);
  };
  const lines = balance.map(({ stream }) => {
    const cells = ['mass_in', 'pieces_in', 'reused_mass', 'reuse_share', 'sales_pieces', 'revenue'].map(
      (id) => `<td>${cell(id, stream)}</td>`,
    );
    return `<tr${stream === 'all' ? ' class="sum"' : ''}><th scope="row">${DUTCH_WORDS[stream] ?? stream}</th>${cells.join('')}</tr>`;
  });
  const heads = ['Soort', 'Kilo’s binnen', 'Stuks binnen', 'Kilo’s hergebruikt', 'Hergebruik %', 'Stuks verkocht', 'Omzet €'];
  return `<section><h2>Per soort spullen</h2><table><thead><tr>${heads.map((word) => `<th scope="col">${word}</th>`).join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></section>`;
}

function outcomes({ balance }: ReportData): string {
  const all = balance.find(({ stream }) => stream === 'all');
  if (all === undefined || all.outKg === 0) return '';
  const parts = Object.entries(all.outcomesKg).map(([outcome, value], index) => ({
    word: DUTCH_WORDS[outcome] ?? outcome,
    value,
    tone: `t${index + 1}`,
  }));
  const text = parts.map(({ word, value }) => `${word} ${dutchNumber((100 * value) / all.outKg)}%`).join(', ');
  const legend = parts.map(({ word, value, tone }) => `<li><i class="${tone}"></i>${word} ${dutchNumber((100 * value) / all.outKg)}%</li>`);
  return `<section><h2>Wat er met de spullen gebeurde</h2>${shareBar('Bestemming van de spullen', text, parts)}<ul class="legend">${legend.join('')}</ul></section>`;
}

function repairs(find: Find): string {
  const [tried, fixed, success] = [find('repairs'), find('repairs_fixed'), find('repair_success')];
  if (tried.result.value === undefined) return '<h2>Reparaties</h2><p>Er zijn geen reparaties geregistreerd.</p>';
  const upgraded = find('upgraded_pieces');
  const better =
    upgraded.result.value === undefined
      ? ''
      : ` In het centrum zijn ${figureOf(upgraded)} opgeknapt, gerepareerd of tot iets nieuws gemaakt.`;
  return `<h2>Reparaties</h2><p>Er zijn ${figureOf(tried, true)} reparaties geprobeerd. Daarvan lukten er ${figureOf(fixed, true)}. Dat is ${figureOf(success)} van de reparaties met een bekende uitkomst.${better}</p>`;
}

const PEOPLE = ['target_group', 'learn_work_places', 'volunteers', 'pupils', 'course_participants', 'event_participants'] as const;

function people(find: Find): string {
  const known = PEOPLE.map(find).filter(({ result }) => result.hidden || result.value !== undefined);
  const paid = find('paid_fte');
  const items = [...(paid.result.value === undefined ? [] : [paid]), ...known].map((row) => {
    const text = figureOf(row, row.indicator.id !== 'paid_fte');
    return `<li>${escaped(row.indicator.name.nl)}: ${text}</li>`;
  });
  const happy = find('satisfaction');
  const answers = find('answers');
  const said = happy.result.value === undefined ? '' : `<li>Tevreden bezoekers: ${figureOf(happy)} van ${figureOf(answers)}</li>`;
  if (items.length === 0 && said === '') return '<h2>Mensen</h2><p>Hierover zijn nog geen gegevens ingevoerd.</p>';
  return `<h2>Mensen</h2><ul class="plain">${items.join('')}${said}</ul>`;
}

function climate({ impact }: ReportData, find: Find): string {
  const [simple, stream] = [find('co2_simple'), find('co2_stream')];
  if (simple.result.value === undefined) return '';
  const basis = impact.basis === 'reused' ? 'elke kilo die opnieuw wordt gebruikt' : 'elke ingezamelde kilo';
  const range =
    stream.result.value === undefined || stream.result.low === undefined || stream.result.high === undefined
      ? ''
      : ` Een tweede manier rekent per soort spullen. Die komt op ongeveer <span data-indicator="co2_stream" data-value="${stream.result.value}">${dutchAbout(stream.result.value, 'kilo CO₂')}</span>, met een bandbreedte van ${dutchAbout(stream.result.low, 'tot')} ${dutchAbout(stream.result.high, 'kilo')}. Tel de twee cijfers niet op: het zijn twee manieren voor dezelfde spullen.`;
  return `<section><h2>Klimaat</h2><p>Door hergebruik kwam er ongeveer <b><span data-indicator="co2_simple" data-value="${simple.result.value}">${dutchAbout(simple.result.value, 'kilo CO₂')}</span></b> minder in de lucht. Wij rekenen met ${dutchNumber(impact.value, 1)} kilo CO₂ voor ${basis} (bron: ${escaped(impact.source)}${impact.year === undefined ? '' : `, ${impact.year}`}).${range}</p></section>`;
}

const PHOTOS_SHOWN = 2;

/** The latest story that was written for the letter, and stories of the visitor screen with their photo. */
function stories({ stories: written, photoStories }: ReportData): string {
  const told = written
    .slice(-1)
    .map(({ title, text }) => `<section class="story"><h2>${escaped(title)}</h2><p>${escaped(text.slice(0, 600))}</p></section>`);
  const shown = photoStories
    .slice(0, PHOTOS_SHOWN)
    .map(
      ({ title, text, photoBase64 }) =>
        `<section class="story photo"><img src="data:image/webp;base64,${photoBase64}" alt="Foto bij het verhaal: ${escaped(title)}"><div><h2>${escaped(title)}</h2><p>${escaped(text)}</p></div></section>`,
    );
  return [...told, ...shown].join('');
}

function adjustments({ evaluations }: ReportData): string {
  const last = evaluations.at(-1);
  return last === undefined || last.text === ''
    ? ''
    : `<section><h2>Wat wij gaan veranderen</h2><p>${escaped(last.text.slice(0, 700))}</p></section>`;
}
