import type { JSX } from 'preact';
import { useLoad } from '../data/load.ts';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import type { Definitions } from './hub-types.ts';
import { periodQuery } from './period.ts';
import { ThreeSection } from './three-section.tsx';
import { t, wordOf } from './words.ts';

interface BalanceRow {
  readonly stream: string;
  readonly inKg: number;
  readonly outcomesKg: Readonly<Record<string, number>>;
  readonly outKg: number;
  readonly stockKg: number;
  readonly weighbridgeKg?: number;
  readonly weighbridgeGap?: number;
}
interface BalanceAnswer {
  readonly rows: readonly BalanceRow[];
}

/** Goods in, out and in stock, and whether materials, work and sales are in balance. */
export function BalanceTab({ about }: { readonly about: Definitions }): JSX.Element {
  const { loaded, reload } = useLoad<BalanceAnswer>(`/monitoring/balance?${periodQuery.value}`);
  const { data } = loaded.value;
  return (
    <>
      <ThreeSection about={about} />
      <Section id="balance" title={t.value('balance.title')}>
        <p>{t.value('balance.text')}</p>
        <LoadState loaded={loaded.value} reload={reload} />
        {data !== undefined && (
          <>
            <Words all={data.rows.find(({ stream }) => stream === 'all')} />
            <Table rows={data.rows} />
          </>
        )}
      </Section>
    </>
  );
}

const kg = (value: number | undefined): string => (value === undefined ? '–' : i18n.formats.value.decimal(value, 0));

/** What the balance says, in sentences. */
function Words({ all }: { readonly all: BalanceRow | undefined }): JSX.Element | null {
  if (all === undefined) return null;
  if (all.outKg === 0) return <p class="empty">{t.value('balance.noOut')}</p>;
  const { weighbridgeGap } = all;
  return (
    <p>
      {t.value('balance.left', { in: kg(all.inKg), out: kg(all.outKg), stock: kg(all.stockKg) })}{' '}
      {all.stockKg < 0 && t.value('balance.more')}{' '}
      {weighbridgeGap !== undefined && t.value('balance.gap', { gap: i18n.formats.value.percent(Math.abs(weighbridgeGap)) })}
    </p>
  );
}

function Table({ rows }: { readonly rows: readonly BalanceRow[] }): JSX.Element {
  const outcomes = Object.keys(rows[0]?.outcomesKg ?? {});
  const heads = [
    t.value('balance.in'),
    ...outcomes.map((outcome) => wordOf('value', outcome)),
    t.value('balance.sum'),
    t.value('balance.stock'),
    t.value('balance.bridge'),
  ];
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t.value('table.of', { name: t.value('balance.title') })}>
      <table class="table results-balance">
        <thead>
          <tr>
            <th scope="col">{t.value('balance.stream')}</th>
            {heads.map((head) => (
              <th key={head} scope="col" class="table-number">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.stream} class={row.stream === 'all' ? 'results-sum' : undefined}>
              <th scope="row">{wordOf('stream', row.stream)}</th>
              {[row.inKg, ...outcomes.map((outcome) => row.outcomesKg[outcome]), row.outKg, row.stockKg, row.weighbridgeKg].map(
                (value, index) => (
                  <td key={index} class="table-number">
                    {kg(value)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
