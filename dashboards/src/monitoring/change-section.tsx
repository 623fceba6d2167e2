import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLoad } from '../data/load.ts';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import { Field, Pick } from './field.tsx';
import type { Definitions } from './hub-types.ts';
import { dayAdd, midnightOf, today } from './period.ts';
import { t, wordOf } from './words.ts';

interface ChangeAnswer {
  readonly before: { readonly weeks: number };
  readonly after: { readonly weeks: number };
  readonly change?: number;
  readonly low?: number;
  readonly high?: number;
}

const WEEKS = 12;

/** What happened after a change, with an honest interval: whole weeks after against whole weeks before. */
export function ChangeSection({ about }: { readonly about: Definitions }): JSX.Element {
  const day = useSignal(dayAdd(today(), -7 * (WEEKS + 1)));
  const measure = useSignal('mass');
  const path = `/monitoring/change?measure=${measure.value}&at=${midnightOf(day.value)}&weeksBefore=${WEEKS}&weeksAfter=${WEEKS}`;
  const { loaded, reload } = useLoad<ChangeAnswer>(path);
  const { data } = loaded.value;
  return (
    <Section id="change" title={t.value('plan.change')}>
      <p>{t.value('plan.change.text')}</p>
      <div class="results-choices">
        <Field
          label={t.value('plan.change.at')}
          type="date"
          value={day.value}
          onInput={(value) => (day.value = value === '' ? day.value : value)}
        />
        <Pick
          label={t.value('trend.measure')}
          value={measure.value}
          options={Object.keys(about.measures).map((value) => ({ value, word: wordOf('measure', value) }))}
          onPick={(value) => (measure.value = value)}
        />
      </div>
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && <p role="status">{changeText(data)}</p>}
    </Section>
  );
}

function changeText({ change, low, high, before, after }: ChangeAnswer): string {
  if (change === undefined) return t.value('plan.change.few');
  const signed = (ratio: number): string => `${ratio > 0 ? '+' : ''}${i18n.formats.value.percent(ratio)}`;
  const result = t.value('plan.change.result', { change: signed(change), after: String(after.weeks), before: String(before.weeks) });
  return `${result} ${low === undefined || high === undefined ? t.value('plan.change.few') : t.value('plan.change.interval', { low: signed(low), high: signed(high) })}`;
}
