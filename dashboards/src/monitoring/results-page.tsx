import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLoad } from '../data/load.ts';
import { LoadState } from '../parts/load-state.tsx';
import './results.css';
import { address, addressText, followAddress, TABS, type Tab } from './address.ts';
import { BalanceTab } from './balance-tab.tsx';
import { FiguresTab } from './figures-tab.tsx';
import type { Definitions } from './hub-types.ts';
import { PeriodChooser } from './period-chooser.tsx';
import { PlansTab } from './plans-tab.tsx';
import { RegistersTab } from './registers-tab.tsx';
import { ReportsTab } from './reports-tab.tsx';
import { TrendsTab } from './trends-tab.tsx';
import { t } from './words.ts';

const BODIES: Readonly<Record<Exclude<Tab, 'trends'>, (props: { readonly about: Definitions }) => JSX.Element>> = {
  figures: FiguresTab,
  balance: BalanceTab,
  plans: PlansTab,
  registers: RegistersTab,
  reports: ReportsTab,
};

/** Results: figures, how they go, targets, entry and reports. */
export function ResultsPage(): JSX.Element {
  useEffect(followAddress, []);
  const { tab, query } = address.value;
  const { from, until } = query;
  const kept = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
  return (
    <div class="page results">
      <h1>{t.value('title')}</h1>
      <nav class="results-tabs" aria-label={t.value('tab.label')}>
        {TABS.map((name) => (
          <a key={name} class="results-tab" href={addressText({ tab: name, query: kept })} aria-current={name === tab ? 'page' : undefined}>
            {t.value(`tab.${name}`)}
          </a>
        ))}
      </nav>
      {tab !== 'registers' && <PeriodChooser />}
      {tab === 'trends' ? <TrendsTab /> : <Described tab={tab} />}
    </div>
  );
}

/** A part that needs to know which indicators there are; the chart does without, so that it opens sooner. */
function Described({ tab }: { readonly tab: Exclude<Tab, 'trends'> }): JSX.Element {
  const { loaded, reload } = useLoad<Definitions>('/monitoring/definitions');
  const Body = BODIES[tab];
  return (
    <>
      <LoadState loaded={loaded.value} reload={reload} />
      {loaded.value.data !== undefined && <Body about={loaded.value.data} />}
    </>
  );
}
