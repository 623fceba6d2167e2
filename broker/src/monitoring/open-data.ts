import type { EntryKind } from '@kringwijzer/contract';
import { createCalendar } from '../core/calendar.ts';
import { STREAM_FACTORS } from './core/impact-factors.ts';
import { resultsOf } from './core/indicator-result.ts';
import { INDICATORS } from './core/indicator-table.ts';
import type { Period } from './core/period.ts';
import type { Monitoring } from './monitoring.ts';

/** Open data: figures by calendar month with their definitions, factors and caveats; nothing about persons, small groups hidden. */
export async function openDataOf(
  { figures, journal, site, impact }: Monitoring,
  period: Period,
  kinds: readonly EntryKind[],
): Promise<unknown> {
  const calendar = createCalendar(site.timeZone);
  const months: unknown[] = [];
  for (let start = calendar.startOf('month', period.from); start < period.to; start = calendar.nextOf('month', start)) {
    const end = calendar.nextOf('month', start);
    const results = resultsOf(await figures.sheet({ from: start, to: end }));
    months.push({
      from: new Date(start).toISOString(),
      to: new Date(end).toISOString(),
      figures: Object.fromEntries(
        results.map(({ id, value, uncertainty, hidden }) => [id, { value: value ?? null, uncertainty: uncertainty ?? null, hidden }]),
      ),
    });
  }
  return {
    name: `kringwijzer-${site.id}`,
    licenses: [{ name: 'CC-BY-4.0', title: 'Creative Commons Attribution 4.0' }],
    description: 'Indicatieve weging, niet voor verrekening. Indicative weighing, not for trade.',
    timeZone: site.timeZone,
    indicators: INDICATORS.map(({ id, unit, formula, name, definition, caveat }) => ({ id, unit, formula, name, definition, caveat })),
    factors: { simple: impact, streams: STREAM_FACTORS },
    lines: journal.current({ kinds, ...period }).length,
    months,
  };
}
