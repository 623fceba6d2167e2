import type { PublicStreamEvents, PublicSummary, SiteInfo } from '@kringwijzer/contract';
import { STALE_AFTER_MS } from '@kringwijzer/contract';
import { createLiveStream } from '@kringwijzer/ui';
import { signal } from '@preact/signals';
import { playClicks } from './data/click-sound.ts';
import { watchContent } from './data/content-watch.ts';
import { countFrames } from './data/heartbeat.ts';
import { createHubSession, takeToken } from './data/hub-session.ts';
import { keepOffline } from './data/offline.ts';
import { isPreview, keepSummary, loadBundle, loadKeptSummary, loadSettings, loadSounds } from './data/start-files.ts';
import { mountPage } from './mount.tsx';
import { createKiosk, type Kiosk } from './state.ts';

const RETRY_MS = 2_000;
/** A quiet hub sends only comments: before its figures are called stale, the stream is opened anew and tells. */
const REOPEN_AFTER_MS = STALE_AFTER_MS - 20_000;
const VERSION = '0.1.0';

async function start(root: HTMLElement): Promise<void> {
  const session = createHubSession(takeToken(location, history, sessionStorage));
  const [settings, bundle, sounds, kept] = await Promise.all([
    loadSettings(location.search),
    loadBundle(),
    loadSounds(),
    loadKeptSummary(localStorage),
  ]);
  if (bundle === undefined) throw new Error('the content bundle is not there');
  if (isPreview()) {
    const { startPreview } = await import('./preview.ts');
    return startPreview(root, settings, bundle);
  }
  const summary = signal<PublicSummary | undefined>(kept?.data);
  const summaryAtMs = signal<number | undefined>(kept?.atMs);
  const stream = createLiveStream<PublicStreamEvents, true>({
    url: '/api/v1/stream',
    events: ['summary', 'deposit'],
    staleAfterMs: STALE_AFTER_MS,
    reopenAfterMs: REOPEN_AFTER_MS,
    onFailed: () => void session.open(),
    reduce: (known, event) => {
      if (event.name === 'deposit') kiosk.hear(event.value);
      else {
        summaryAtMs.value = Date.now();
        summary.value = event.value;
        keep({ data: event.value, atMs: Date.now() });
      }
      return known;
    },
  });
  const keep = keepSummary(localStorage);
  const kiosk: Kiosk = createKiosk({ settings, bundle, sounds, summary, summaryAtMs, link: stream.state, session, nowMs: Date.now });

  mountPage(kiosk, root);
  if (settings.clickSound) playClicks();
  if (settings.contentCheckMs !== undefined) {
    const isQuiet = (): boolean => kiosk.view.value.name === 'attract' && kiosk.gift.value === undefined;
    watchContent({ version: bundle.version, everyMs: settings.contentCheckMs, isQuiet });
  }
  setInterval(() => stream.retry(), RETRY_MS);
  beat(kiosk, session.beat);

  await session.open();
  stream.start();
  await learnSite(kiosk);
  await keepOffline();
}

/** Opening hours of the site itself win over those in the content. */
async function learnSite(kiosk: Kiosk): Promise<void> {
  const answer = await fetch('/api/v1/site').catch(() => undefined);
  if (answer?.ok === true) kiosk.learnSite((await answer.json()) as SiteInfo);
}

function beat(kiosk: Kiosk, send: ReturnType<typeof createHubSession>['beat']): void {
  const bornMs = performance.now();
  countFrames((fps) => {
    const memory = (performance as { readonly memory?: { readonly usedJSHeapSize: number } }).memory;
    void send({
      at: Date.now(),
      uptimeS: Math.round((performance.now() - bornMs) / 1_000),
      fps,
      state: kiosk.state.value,
      shell: kiosk.settings.shell,
      version: VERSION,
      contentVersion: kiosk.bundle.version,
      ...(memory === undefined ? {} : { heapMb: Math.round(memory.usedJSHeapSize / 10_000) / 100 }),
    });
  }, kiosk.settings.beatMs);
}

const root = document.querySelector<HTMLElement>('#app');
if (root !== null) {
  // A page that cannot start says nothing and tries again: visitors never see an error.
  start(root).catch(() => setTimeout(() => location.reload(), 5_000));
}
