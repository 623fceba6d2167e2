import calendar from 'lucide-static/icons/calendar.svg?raw';
import type { JSX } from 'preact';
import { Button } from '../parts/button.tsx';
import { choose } from './address.ts';
import { Field } from './field.tsx';
import { dayAdd, period, today } from './period.ts';
import { t } from './words.ts';

/** Which days the page is about; three usual ones at a tap. */
export function PeriodChooser(): JSX.Element {
  const { fromDay, untilDay } = period.value;
  const year = Number(today().slice(0, 4));
  const wholeYear = (of: number): void => {
    choose({ from: `${of}-01-01`, until: `${of}-12-31` });
  };
  return (
    <fieldset class="results-period">
      <legend class="kw-visually-hidden">{t.value('period.legend')}</legend>
      <Field
        label={t.value('period.from')}
        type="date"
        value={fromDay}
        onInput={(from) => choose({ from, until: untilDay < from ? from : untilDay })}
      />
      <Field label={t.value('period.until')} type="date" value={untilDay} onInput={(until) => choose({ from: fromDay, until })} />
      <div class="links">
        <Button svg={calendar} label={t.value('period.thisYear')} onClick={() => wholeYear(year)} />
        <Button svg={calendar} label={t.value('period.lastYear')} onClick={() => wholeYear(year - 1)} />
        <Button svg={calendar} label={t.value('period.quarter')} onClick={() => choose({ from: dayAdd(today(), -90), until: today() })} />
      </div>
    </fieldset>
  );
}
