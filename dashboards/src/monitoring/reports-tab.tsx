import page from 'lucide-static/icons/file-text.svg?raw';
import sheet from 'lucide-static/icons/sheet.svg?raw';
import type { JSX } from 'preact';
import { useLoad } from '../data/load.ts';
import { ButtonLink } from '../parts/button.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import type { Definitions } from './hub-types.ts';
import { periodQuery } from './period.ts';
import { t, wordOf } from './words.ts';

interface BalanceAnswer {
  readonly rows: readonly {
    readonly stream: string;
    readonly inKg: number;
    readonly outKg: number;
    readonly stockKg: number;
    readonly weighbridgeKg?: number;
  }[];
}

/** What goes out to others: newsletter, answers for the national monitor, files, and the balance behind them. */
export function ReportsTab({ about }: { readonly about: Definitions }): JSX.Element {
  const base = '/api/v1/monitoring';
  const query = periodQuery.value;
  return (
    <>
      <Section id="council" title={t.value('report.council')}>
        <p>{t.value('report.council.text')}</p>
        <div class="links">
          <ButtonLink svg={page} kind="primary" label={t.value('report.open')} href={`${base}/reports/council.html?${query}`} />
          {about.pdf && <ButtonLink svg={page} label={t.value('report.pdf')} href={`${base}/reports/council.pdf?${query}`} />}
        </div>
        {!about.pdf && <p class="empty">{t.value('report.noPdf')}</p>}
      </Section>
      <Section id="annual" title={t.value('report.annual')}>
        <div class="links">
          <ButtonLink svg={page} label={t.value('report.open')} href={`${base}/reports/annual.html?${query}`} />
          {about.pdf && <ButtonLink svg={page} label={t.value('report.pdf')} href={`${base}/reports/annual.pdf?${query}`} />}
        </div>
      </Section>
      <Section id="files" title={t.value('report.figures')}>
        <div class="links">
          <ButtonLink svg={sheet} label={t.value('export.xlsx')} href={`${base}/reports/figures.xlsx?${query}`} />
          <ButtonLink svg={sheet} label={t.value('export.csv')} href={`${base}/reports/indicators.csv?${query}`} />
          <ButtonLink svg={sheet} label={t.value('report.monitor')} href={`${base}/reports/national-monitor.csv?${query}`} />
          <ButtonLink svg={sheet} label={t.value('report.repairs')} href={`${base}/repairs.csv?${query}`} />
        </div>
      </Section>
      <Balance />
    </>
  );
}

function Balance(): JSX.Element {
  const { loaded, reload } = useLoad<BalanceAnswer>(`/monitoring/balance?${periodQuery.value}`);
  const kg = (value: number | undefined): string => (value === undefined ? '–' : i18n.formats.value.decimal(value, 0));
  return (
    <Section id="balance" title={t.value('report.balance')}>
      <p>{t.value('report.balance.text')}</p>
      <LoadState loaded={loaded.value} reload={reload} />
      {loaded.value.data !== undefined && (
        <div class="table-box" tabIndex={0} role="region" aria-label={t.value('table.of', { name: t.value('report.balance') })}>
          <table class="table">
            <thead>
              <tr>
                {(['balance.stream', 'balance.in', 'balance.out', 'balance.stock', 'balance.bridge'] as const).map((key, index) => (
                  <th key={key} scope="col" class={index === 0 ? undefined : 'table-number'}>
                    {t.value(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {loaded.value.data.rows.map((row) => (
                <tr key={row.stream}>
                  <th scope="row">{wordOf('stream', row.stream)}</th>
                  {[row.inKg, row.outKg, row.stockKg, row.weighbridgeKg].map((value, index) => (
                    <td key={index} class="table-number">
                      {kg(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
