import type { DepositNotice } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import gift from 'lucide-static/icons/gift.svg?raw';
import type { JSX } from 'preact';
import { hubNowMs } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import { STREAM_ICON } from './stream-icon.ts';

/** The latest gifts: when, about how much, of what, and on which scale. */
export function DepositList(props: {
  readonly deposits: readonly DepositNotice[];
  readonly nameOf: (deposit: DepositNotice) => string;
  readonly most: number;
}): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  if (props.deposits.length === 0) return <p class="empty">{t('deposits.none')}</p>;
  return (
    <ol class="deposits">
      {props.deposits.slice(0, props.most).map((deposit) => (
        <li key={deposit.id} class="deposit">
          <Icon svg={deposit.stream === undefined ? gift : STREAM_ICON[deposit.stream]} class="deposit-icon" />
          <span class="deposit-mass">{formats.aboutMass(deposit.massG, deposit.divisionG)}</span>
          <span class="deposit-where">
            {props.nameOf(deposit)}
            {deposit.stream !== undefined && `, ${t(`stream.${deposit.stream}`)}`}
            {!deposit.counted && ` (${t('deposit.notCounted')})`}
          </span>
          <time class="deposit-time" dateTime={new Date(deposit.at).toISOString()}>
            {formats.moment(deposit.at, hubNowMs.value)}
          </time>
        </li>
      ))}
    </ol>
  );
}
