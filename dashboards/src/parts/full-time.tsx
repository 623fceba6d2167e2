import type { Forecast } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import when from 'lucide-static/icons/calendar-clock.svg?raw';
import doubt from 'lucide-static/icons/circle-help.svg?raw';
import type { JSX } from 'preact';
import { hubNowMs } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import { Tag } from './tag.tsx';

/** Fewer judged forecasts than this say nothing worth showing. */
const HELD_FROM = 7;

/** When a container will be full: likely, earliest and latest, how sure that is, and how often it was right before. */
export function FullTime(props: { readonly forecast: Forecast }): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const { estimated_full_time: time, disagrees, held } = props.forecast;
  const nowMs = hubNowMs.value;
  const shown = time !== undefined && time.latest > nowMs && time.latest > time.earliest ? time : undefined;
  const moment = (atMs: number): string => formats.moment(Math.max(atMs, nowMs), nowMs);
  return (
    <>
      {shown !== undefined && (
        <p class="card-line">
          <Icon svg={when} />
          {t(formats.date(shown.likely) === formats.date(nowMs) ? 'forecast.today' : 'forecast.later', {
            likely: moment(shown.likely),
            earliest: moment(shown.earliest),
            latest: moment(shown.latest),
          })}
        </p>
      )}
      {shown !== undefined && <p class="card-line">{t(`forecast.${shown.reliability}`)}</p>}
      {held !== undefined && held.n >= HELD_FROM && (
        <p class="card-line">{t('forecast.held', { share: formats.percent(held.share), all: String(held.n) })}</p>
      )}
      <p class="card-line">{t(`forecast.full.${props.forecast.full_from}`, { mass: formats.mass(props.forecast.full_g, 10_000) })}</p>
      {disagrees && (
        <Tag tone="warn" svg={doubt}>
          {t('forecast.disagrees')}
        </Tag>
      )}
    </>
  );
}
