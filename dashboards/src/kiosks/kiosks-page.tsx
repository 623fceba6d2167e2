import monitor from 'lucide-static/icons/monitor.svg?raw';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLoad } from '../data/load.ts';
import { LoadState } from '../parts/load-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { KioskCard, type KioskSeen } from './kiosk-card.tsx';
import './kiosks.css';
import { t } from './words.ts';

const FOLLOW_MS = 10_000;

/** The visitors' screens of the site: how each is, a picture of it, and its switch. */
export function KiosksPage(): JSX.Element {
  const { loaded, reload } = useLoad<readonly KioskSeen[]>('/kiosk/health');
  useEffect(() => {
    const timer = setInterval(reload, FOLLOW_MS);
    return () => clearInterval(timer);
  }, []);
  const { data } = loaded.value;
  return (
    <div class="page">
      <h1>{t.value('title')}</h1>
      <LoadState loaded={loaded.value} reload={reload} />
      {data?.length === 0 && <Notice tone="quiet" svg={monitor} title={t.value('none')} text={t.value('noneCure')} />}
      <div class="kiosks">
        {data?.map((seen) => (
          <KioskCard key={seen.kiosk} {...seen} />
        ))}
      </div>
    </div>
  );
}
