import { Icon, Mark } from '@kringwijzer/ui';
import chart from 'lucide-static/icons/chart-column.svg?raw';
import gauge from 'lucide-static/icons/gauge.svg?raw';
import screen from 'lucide-static/icons/presentation.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import target from 'lucide-static/icons/target.svg?raw';
import wrench from 'lucide-static/icons/wrench.svg?raw';
import type { ComponentChildren, JSX } from 'preact';
import { hrefOf, type Route } from '../core/route.ts';
import { live } from '../data/live.ts';
import { i18n, type WordKey } from '../words/words.ts';
import { AlarmBell } from './alarm-bell.tsx';
import { LinkChip } from './link-state.tsx';

interface NavItem {
  readonly to: Route;
  readonly svg: string;
  readonly word: WordKey & `nav.${string}`;
  readonly pages: readonly Route['page'][];
}

const NAV: readonly NavItem[] = [
  { to: { page: 'live' }, svg: gauge, word: 'nav.live', pages: ['live'] },
  { to: { page: 'trends' }, svg: chart, word: 'nav.trends', pages: ['trends'] },
  { to: { page: 'results' }, svg: target, word: 'nav.results', pages: ['results'] },
  { to: { page: 'content' }, svg: screen, word: 'nav.content', pages: ['content', 'kiosks'] },
  { to: { page: 'devices' }, svg: wrench, word: 'nav.devices', pages: ['devices', 'device', 'calibrate', 'learn', 'count'] },
  {
    to: { page: 'settings' },
    svg: settings,
    word: 'nav.more',
    pages: ['settings', 'people', 'account', 'emptyings', 'outcomes', 'alarms', 'alarm-settings'],
  },
];

/** The frame of every page: site and connection above, the menu below on a phone and beside on a desk. */
export function Frame(props: { readonly page: Route['page']; readonly children: ComponentChildren }): JSX.Element {
  const t = i18n.t.value;
  const siteName = live.data.value?.snapshot.siteName;
  return (
    <div class="frame">
      <a class="skip" href="#content" onClick={skipTo}>
        {t('nav.skip')}
      </a>
      <header class="top">
        <a class="brand" href={hrefOf({ page: 'live' })}>
          <Mark />
          <span class="brand-words">
            <span class="brand-name">Kringwijzer</span>
            {siteName !== undefined && <span class="brand-site">{siteName}</span>}
          </span>
        </a>
        <AlarmBell />
        <LinkChip />
      </header>
      <nav class="nav" aria-label={t('nav.label')}>
        {NAV.map(({ to, svg, word, pages }) => (
          <a key={word} class="nav-item" href={hrefOf(to)} aria-current={pages.includes(props.page) ? 'page' : undefined}>
            <Icon svg={svg} />
            <span>{t(word)}</span>
          </a>
        ))}
      </nav>
      <main id="content" class="content" tabIndex={-1}>
        {props.children}
        <p class="not-for-trade">{t('frame.notForTrade')}</p>
      </main>
    </div>
  );
}

// The address holds the page, so an ordinary link to #content would leave it.
function skipTo(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
