import type { ContentParts } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import plus from 'lucide-static/icons/plus.svg?raw';
import bin from 'lucide-static/icons/trash-2.svg?raw';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Field } from '../monitoring/field.tsx';
import { Button } from '../parts/button.tsx';
import { i18n } from '../words/words.ts';
import { t } from './words.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const USUAL = { from: '09:00', to: '17:00' };

interface HoursProps {
  readonly value: ContentParts['hours'];
  readonly onChange: (value: ContentParts['hours']) => void;
}

/** Opening times of the week and the extra days on which the centre is closed. */
export function HoursFields({ value, onChange }: HoursProps): JSX.Element {
  const date = useSignal('');
  const { hours, closedDates } = value;
  const setDates = (dates: readonly string[]): void => onChange({ ...value, closedDates: [...new Set(dates)].toSorted() });
  const long = (day: string): string =>
    new Intl.DateTimeFormat(i18n.language.value, { dateStyle: 'full', timeZone: 'UTC' }).format(Date.parse(day));
  return (
    <>
      {DAYS.map((day) => (
        <DayRow key={day} day={day} open={hours[day]} onChange={(open) => onChange({ ...value, hours: { ...hours, [day]: open } })} />
      ))}
      <fieldset class="item">
        <legend>{t.value('hours.days')}</legend>
        <p class="field-hint">{t.value('hours.daysHint')}</p>
        <ul class="closed-days">
          {closedDates.map((day) => (
            <li key={day}>
              <span>{long(day)}</span>
              <Button svg={bin} label={t.value('remove')} onClick={() => setDates(closedDates.filter((one) => one !== day))} />
            </li>
          ))}
        </ul>
        <div class="joined">
          <Field label={t.value('hours.date')} type="date" value={date.value} onInput={(next) => (date.value = next)} />
          <Button
            svg={plus}
            label={t.value('add')}
            disabled={date.value === ''}
            onClick={() => {
              setDates([...closedDates, date.value]);
              date.value = '';
            }}
          />
        </div>
      </fieldset>
    </>
  );
}

interface DayRowProps {
  readonly day: (typeof DAYS)[number];
  readonly open: ContentParts['hours']['hours']['mon'];
  readonly onChange: (open: ContentParts['hours']['hours']['mon']) => void;
}

function DayRow({ day, open, onChange }: DayRowProps): JSX.Element {
  const id = useId();
  const name = t.value(`day.${day}`);
  const time = (side: 'from' | 'to', label: string): JSX.Element | null =>
    open === null ? null : (
      <input
        type="time"
        aria-label={label}
        value={open[side]}
        onChange={(event) => onChange({ ...open, [side]: event.currentTarget.value })}
      />
    );
  return (
    <div class="day-row">
      <div class="tick">
        <input id={id} type="checkbox" checked={open !== null} onChange={(event) => onChange(event.currentTarget.checked ? USUAL : null)} />
        <label for={id}>
          {name} <span class="field-hint">{t.value(open === null ? 'hours.closed' : 'hours.open')}</span>
        </label>
      </div>
      {time('from', t.value('hours.from', { day: name }))}
      {time('to', t.value('hours.to', { day: name }))}
    </div>
  );
}
