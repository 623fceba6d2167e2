import type { PublicSummary } from '@kringwijzer/contract';
import type { LiveState } from '@kringwijzer/ui';
import { signal } from '@preact/signals';
import type { Bundle } from '../content/schema.ts';
import type { Settings } from '../content/settings.ts';
import { mountPage } from './mount.tsx';
import { createKiosk, type View } from './state.ts';

const AWAKE_MS = 1_000;
const PLACES = ['attract', 'explore', 'where', 'opinion', 'co2'] as const;
const SCENES = ['hello', 'phase', 'shop'] as const;
const nothing = async (): Promise<void> => undefined;

/**
 * The page as staff see it in their editor: the draft, today's figures, the view the address names. It sends nothing and does not fall
 * asleep.
 */
export async function startPreview(root: HTMLElement, settings: Settings, bundle: Bundle): Promise<void> {
  const answer = await fetch('/api/v1/public/summary').catch(() => undefined); // without figures the page still shows its texts
  const figures = answer?.ok === true ? ((await answer.json()) as PublicSummary) : undefined;
  const query = new URLSearchParams(location.search);
  const kiosk = createKiosk({
    settings,
    bundle,
    sounds: {},
    summary: signal(figures),
    summaryAtMs: signal(figures === undefined ? undefined : Date.now()),
    link: signal<LiveState>('live'),
    session: { tagStream: nothing, giveOpinion: nothing },
    nowMs: Date.now,
    firstScene: SCENES.find((name) => name === query.get('scene')),
  });
  kiosk.go(viewOf(query, bundle));
  mountPage(kiosk, root);
  // Two pages in one window: each main part needs a name of its own.
  document.querySelector('main')?.setAttribute('aria-label', document.title);
  setInterval(kiosk.touched, AWAKE_MS);
}

function viewOf(query: URLSearchParams, { streams }: Bundle): View {
  const stream = streams.find(({ id }) => id === query.get('stream'));
  if (stream !== undefined) return { name: 'became', stream: stream.id };
  return { name: PLACES.find((name) => name === query.get('view')) ?? 'attract' };
}
