import { useSignal } from '@preact/signals';
import page from 'lucide-static/icons/file-text.svg?raw';
import sheet from 'lucide-static/icons/sheet.svg?raw';
import type { JSX } from 'preact';
import { mayAct } from '../data/session.ts';
import { ButtonLink } from '../parts/button.tsx';
import { Section } from '../parts/section.tsx';
import { Pick } from './field.tsx';
import type { Definitions } from './hub-types.ts';
import { periodQuery } from './period.ts';
import { REPORTS } from './report-names.ts';
import { ScheduleSection } from './schedule-section.tsx';
import { TokenSection } from './token-section.tsx';
import { t } from './words.ts';

const BASE = '/api/v1/monitoring';

const GOALS = ['all', 'waste', 'circular', 'climate', 'social', 'finance'] as const;

/** What goes out to others: reports, files, what goes by e-mail, and tokens for programs. */
export function ReportsTab({ about }: { readonly about: Definitions }): JSX.Element {
  const goal = useSignal<string>('all');
  return (
    <>
      {!about.pdf && <p class="empty">{t.value('report.noPdf')}</p>}
      {REPORTS.map((name) => (
        <Section key={name} id={name} title={t.value(`report.${name}`)}>
          <p>{t.value(`report.${name}.text`)}</p>
          {name === 'funder' && (
            <div class="results-choices">
              <Pick
                label={t.value('report.goals')}
                value={goal.value}
                options={GOALS.map((value) => ({ value, word: t.value(`goal.${value}`) }))}
                onPick={(value) => (goal.value = value)}
              />
            </div>
          )}
          <Links name={name} more={name === 'funder' && goal.value !== 'all' ? `&goals=${goal.value}` : ''} pdf={about.pdf} />
        </Section>
      ))}
      <Files about={about} />
      {mayAct('coordinator') && <ScheduleSection />}
      {mayAct('admin') && <TokenSection />}
    </>
  );
}

function Links({
  name,
  more,
  pdf,
}: {
  readonly name: (typeof REPORTS)[number];
  readonly more: string;
  readonly pdf: boolean;
}): JSX.Element {
  const query = `${periodQuery.value}${more}`;
  return (
    <div class="links">
      <ButtonLink
        svg={page}
        {...(name === 'council' && { kind: 'primary' })}
        label={t.value('report.open')}
        href={`${BASE}/reports/${name}.html?${query}`}
      />
      {pdf && <ButtonLink svg={page} label={t.value('report.pdf')} href={`${BASE}/reports/${name}.pdf?${query}`} />}
    </div>
  );
}

function Files({ about }: { readonly about: Definitions }): JSX.Element {
  const query = periodQuery.value;
  return (
    <Section id="files" title={t.value('report.files')}>
      <div class="links">
        <ButtonLink svg={sheet} label={t.value('export.xlsx')} href={`${BASE}/reports/figures.xlsx?${query}`} />
        <ButtonLink svg={sheet} label={t.value('export.csv')} href={`${BASE}/reports/indicators.csv?${query}`} />
        <ButtonLink svg={sheet} label={t.value('report.national-monitor')} href={`${BASE}/reports/national-monitor.csv?${query}`} />
        <ButtonLink svg={sheet} label={t.value('report.repairs')} href={`${BASE}/repairs.csv?${query}`} />
        <ButtonLink svg={sheet} label={t.value('report.openData')} href={`${BASE}/open-data?${query}`} />
        {about.exchanges.map(({ id, name }) => (
          <ButtonLink key={id} svg={sheet} label={t.value('report.exchange', { name })} href={`${BASE}/exchange/${id}.csv?${query}`} />
        ))}
      </div>
    </Section>
  );
}
