import type { ContentView } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import wait from 'lucide-static/icons/loader.svg?raw';
import monitor from 'lucide-static/icons/monitor.svg?raw';
import fine from 'lucide-static/icons/monitor-check.svg?raw';
import wrong from 'lucide-static/icons/monitor-x.svg?raw';
import type { JSX } from 'preact';
import { hrefOf } from '../core/route.ts';
import { t as kioskWords } from '../kiosks/words.ts';
import { ButtonLink } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { t } from './words.ts';

/** How each kiosk fares with what was published last; one that went back to the old content says so loudly. */
export function ScreensState({ view }: { readonly view: ContentView }): JSX.Element {
  return (
    <>
      <Reports view={view} />
      <ButtonLink svg={monitor} label={kioskWords.value('title')} href={hrefOf({ page: 'kiosks' })} />
    </>
  );
}

/** Kiosks that do not show what was published last, said where everybody sees it. */
export function ScreenTroubles({ view }: { readonly view: ContentView }): JSX.Element | null {
  const troubled = view.reports.filter(({ report }) => report.version === view.current && report.outcome !== 'running');
  if (troubled.length === 0) return null;
  return (
    <div class="screens" role="status">
      {troubled.map(({ kiosk: name, report }) => (
        <Notice
          key={name}
          tone="bad"
          svg={wrong}
          title={t.value(report.outcome === 'rolled_back' ? 'screen.rolledBack' : 'screen.refused', { name })}
          text={t.value(report.outcome === 'rolled_back' ? 'screen.rolledBackCure' : 'screen.refusedCure')}
        />
      ))}
    </div>
  );
}

function Reports({ view }: { readonly view: ContentView }): JSX.Element {
  if (view.reports.length === 0) return <p class="field-hint">{t.value('screen.none')}</p>;
  return (
    <div class="screens" role="status">
      {view.reports.map(({ kiosk: name, report }) => {
        if (report.version !== view.current) return <Line key={name} svg={wait} tone="quiet" text={t.value('screen.waiting', { name })} />;
        if (report.outcome === 'running') return <Line key={name} svg={fine} tone="good" text={t.value('screen.fine', { name })} />;
        const word = report.outcome === 'rolled_back' ? 'screen.rolledBack' : 'screen.refused';
        return <Line key={name} svg={wrong} tone="bad" text={t.value(word, { name })} />;
      })}
    </div>
  );
}

function Line(props: { readonly svg: string; readonly tone: 'good' | 'quiet' | 'bad'; readonly text: string }): JSX.Element {
  return (
    <p class={`screen-line screen-${props.tone}`}>
      <Icon svg={props.svg} />
      {props.text}
    </p>
  );
}
