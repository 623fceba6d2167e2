import type { JSX } from 'preact';
import { useKiosk } from '../kiosk-context.ts';
import { StaffCorner } from '../staff/staff-corner.tsx';
import type { Kiosk } from '../state.ts';

const DAY_MS = 86_400_000;

/** When the centre opens or closes, in one line. */
function openingLine({ opening, words, now, summary }: Kiosk): string {
  const { value: is } = opening;
  const t = words.t.value;
  if (is.open) return t('openUntil', { time: clockText(is.until) });
  if (is.next === undefined) return t('closedNow');
  const time = clockText(is.next.from);
  if (is.next.inDays === 0) return t('opensToday', { time });
  if (is.next.inDays === 1) return t('opensTomorrow', { time });
  const timeZone = summary.value?.timeZone ?? 'Europe/Amsterdam';
  const day = new Intl.DateTimeFormat(words.language.value, { weekday: 'long', timeZone }).format(now.value + is.next.inDays * DAY_MS);
  return t('opensDay', { day: day.charAt(0).toLocaleUpperCase(words.language.value) + day.slice(1), time });
}

/** `09:00` as people write it on a door: `9.00`. */
const clockText = (time: string): string => time.replace(/^0/u, '').replace(':', '.');

/** The mark, the centre's name, opening hours, and how fresh the figures are. */
export function Header(): JSX.Element {
  const kiosk = useKiosk();
  const { words, summary, summaryAtMs, now, link } = kiosk;
  const t = words.t.value;
  const live = link.value === 'live';
  const at = summary.value === undefined ? undefined : (summaryAtMs.value ?? summary.value.at);
  const freshness = live ? t('live') : at === undefined ? t('starting') : t('asOf', { moment: words.formats.value.moment(at, now.value) });
  return (
    <header class="head">
      <StaffCorner />
      <p class="head-name">{summary.value?.siteName ?? 'Kringwijzer'}</p>
      <p class="head-open">{openingLine(kiosk)}</p>
      <p class="head-fresh" data-live={live}>
        <span class="dot" aria-hidden="true" />
        {freshness}
      </p>
    </header>
  );
}
