import type { PublicStreamEvents, PublicSummary, SiteInfo } from '@kringwijzer/contract';
import { STALE_AFTER_MS } from '@kringwijzer/contract';
import { createLiveStream } from '@kringwijzer/ui';
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { pxPerMm } from './core/panel-mm.ts';
import { countFrames } from './data/heartbeat.ts';
import { createHubSession, takeToken } from './data/hub-session.ts';
import { keepOffline } from './data/offline.ts';
import { keepSummary, loadBundle, loadKeptSummary, loadSettings, loadSounds } from './data/start-files.ts';
import { createKiosk, type Kiosk } from './state.ts';

const TICK_MS = 250;
const RETRY_MS = 2_000;
/** A quiet hub sends only comments: before its figures are called stale, the stream is opened anew and tells. */
const REOPEN_AFTER_MS = STALE_AFTER_MS - 20_000;
const VERSION = '0.1.0';
const TARGET_MM = 20;
const SMALL_BELOW_TARGETS = 6;

async function start(root: HTMLElement): Promise<void> {
  const session = createHubSession(takeToken(location, history, sessionStorage));
  const [settings, bundle, sounds, kept] = await Promise.all([
    loadSettings(location.search),
    loadBundle(),
    loadSounds(),
    loadKeptSummary(localStorage),
  ]);
  if (bundle === undefined) throw new Error('the content bundle is not there');
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

  fitPanel(kiosk);
  followWords(kiosk);
  render(<App kiosk={kiosk} />, root);
  for (const type of ['pointerdown', 'keydown'] as const) addEventListener(type, kiosk.touched, { passive: true });
  for (const type of ['contextmenu', 'dragstart', 'selectstart'] as const) addEventListener(type, (event) => event.preventDefault());
  setInterval(kiosk.tick, TICK_MS);
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

/** 20 mm is 20 mm: tells the style sheet how many px a millimetre of this glass has. */
function fitPanel({ settings }: Kiosk): void {
  const fit = (): void => {
    const px = pxPerMm(settings.panel, innerWidth);
    const { style } = document.documentElement;
    style.setProperty('--kw-mm', `${px}px`);
    style.setProperty('--kw-target', `${Math.ceil(px * TARGET_MM)}px`);
    style.setProperty('--reach', String(settings.reachFromTopRatio));
    // Five targets and their gaps beside each other, or the rows are laid out for a small panel.
    document.documentElement.dataset['panel'] = innerWidth < px * TARGET_MM * SMALL_BELOW_TARGETS ? 'small' : 'normal';
  };
  fit();
  addEventListener('resize', fit);
}

function followWords(kiosk: Kiosk): void {
  effect(() => {
    kiosk.words.setTimeZone(kiosk.summary.value?.timeZone ?? 'Europe/Amsterdam');
  });
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
