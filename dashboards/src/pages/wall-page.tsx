import { Mark } from '@kringwijzer/ui';
import back from 'lucide-static/icons/arrow-left.svg?raw';
import type { JSX } from 'preact';
import { attentionOf } from '../core/attention.ts';
import { hrefOf } from '../core/route.ts';
import { hubNowMs, live } from '../data/live.ts';
import { AttentionList } from '../parts/attention-list.tsx';
import { ButtonLink } from '../parts/button.tsx';
import { LinkChip, LinkNotice } from '../parts/link-state.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import { Containers, Doors, Today, Tools } from './live-page.tsx';

/** The site on a screen on the wall: read from across the room, without a menu, touched by nobody. */
export function WallPage(): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const snapshot = live.data.value?.snapshot;
  return (
    <div class="wall">
      <header class="wall-top">
        <Mark />
        <h1 class="wall-site">{snapshot?.siteName ?? 'Kringwijzer'}</h1>
        <LinkChip />
        <p class="wall-clock">{formats.time(hubNowMs.value)}</p>
      </header>
      <main class="wall-main">
        <LinkNotice />
        {snapshot !== undefined && (
          <div class="wall-grid">
            <div class="wall-left">
              <Containers devices={snapshot.devices} />
              <div class="wall-pair">
                <Doors devices={snapshot.devices} />
                <Tools devices={snapshot.devices} />
              </div>
            </div>
            <div class="wall-right">
              <Today snapshot={snapshot} />
              <Section id="attention" title={t('attention.title')}>
                <AttentionList items={attentionOf(snapshot, hubNowMs.value)} isFresh={live.state.value === 'live'} />
              </Section>
            </div>
          </div>
        )}
      </main>
      <footer class="wall-foot">
        <p class="not-for-trade">{t('frame.notForTrade')}</p>
        <ButtonLink svg={back} label={t('nav.back')} href={hrefOf({ page: 'live' })} />
      </footer>
    </div>
  );
}
