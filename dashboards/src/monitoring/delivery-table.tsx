import type { Delivery } from '@kringwijzer/contract';
import again from 'lucide-static/icons/refresh-cw.svg?raw';
import type { JSX } from 'preact';
import { Button } from '../parts/button.tsx';
import { i18n } from '../words/words.ts';
import { t, wordOf } from './words.ts';

/** What became of the reports that went out, newest first; a failed one can be sent once more. */
export function DeliveryTable(props: { readonly deliveries: readonly Delivery[]; readonly resend: (id: number) => void }): JSX.Element {
  const { date, time, longDate } = i18n.formats.value;
  if (props.deliveries.length === 0) return <p class="empty">{t.value('mail.noLog')}</p>;
  return (
    <div class="table-box results-scroll" tabIndex={0} role="region" aria-label={t.value('mail.log')}>
      <table class="table">
        <thead>
          <tr>
            {(['mail.when', 'mail.report', 'mail.about', 'mail.readers', 'mail.state'] as const).map((key) => (
              <th key={key} scope="col" class={key === 'mail.readers' ? 'table-number' : undefined}>
                {t.value(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.deliveries.map(({ id, at, report, from, to, recipients, state, code }) => (
            <tr key={id}>
              <td>
                {date(at)} {time(at)}
              </td>
              <td>{t.value(`report.${report}`)}</td>
              <td>
                {longDate(from)} – {longDate(to - 1)}
              </td>
              <td class="table-number">{recipients}</td>
              <td>
                {t.value(`delivery.${state}`)}
                {code !== undefined && <span class="results-definition">{wordOf('delivery', code)}</span>}
                {(state === 'failed' || state === 'interrupted' || state === 'retrying') && (
                  <Button svg={again} label={t.value('mail.again')} onClick={() => props.resend(id)} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
