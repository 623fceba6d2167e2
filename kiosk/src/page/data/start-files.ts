import type { PublicSummary } from '@kringwijzer/contract';
import type { Bundle } from '../../content/schema.ts';
import type { Sounds } from '../../content/spoken.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../content/settings.ts';
import { parsePanel } from '../core/panel-mm.ts';

/** Public figures with the local moment they came in. */
export interface KeptSummary {
  readonly data: PublicSummary;
  readonly atMs: number;
}

/** Where the page lives on its server; vite.config.ts says the same. */
export const BASE = '/kiosk/';
/** Where staff look at it with the content they are writing; only the hub serves this. */
const PREVIEW = '/kiosk/preview/';
/** True when this page stands in the editor of the staff. */
export const isPreview = (): boolean => location.pathname === PREVIEW;
const SUMMARY_KEY = 'kw-summary';

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    const answer = await fetch(`${isPreview() ? PREVIEW : BASE}${path}`);
    return answer.ok ? ((await answer.json()) as T) : undefined;
  } catch {
    return undefined; // no network and not in the cache
  }
}

/** What this screen is: from its runner, else the defaults; `?panel=` and `?languages=all` in the address win. */
export async function loadSettings(search: string): Promise<Settings> {
  const given = await readJson<Settings>('settings.json');
  const query = new URLSearchParams(search);
  const panel = parsePanel(query.get('panel'));
  return {
    ...DEFAULT_SETTINGS,
    ...given,
    ...(panel === undefined ? {} : { panel }),
    ...(query.get('languages') === 'all' ? { showUnreviewed: true } : {}),
  };
}

/** The content, checked before it came here; from the cache when there is no network. In the editor it holds the story of the address. */
export const loadBundle = (): Promise<Bundle | undefined> => {
  const story = isPreview() ? new URLSearchParams(location.search).get('story') : null;
  return readJson<Bundle>(`content/bundle.json${story === null ? '' : `?story=${encodeURIComponent(story)}`}`);
};

/** Which texts can be read aloud; none when the build had no voice and no recordings. */
export const loadSounds = async (): Promise<Sounds> => (await readJson<Sounds>('content/sounds.json')) ?? {};

/** The last figures this browser or its runner saw. */
export async function loadKeptSummary(store: Storage): Promise<KeptSummary | undefined> {
  const own = store.getItem(SUMMARY_KEY);
  if (own !== null) return JSON.parse(own) as KeptSummary;
  const data = await readJson<PublicSummary | null>('last-summary.json');
  return data ? { data, atMs: data.at } : undefined;
}

const KEEP_EVERY_MS = 30_000;

/** Keeps the figures for a start without a hub; twice a minute at most, because each write reaches the SD card. */
export function keepSummary(store: Storage): (kept: KeptSummary) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (kept) => {
    if (Math.abs(kept.atMs - lastMs) < KEEP_EVERY_MS) return;
    lastMs = kept.atMs;
    store.setItem(SUMMARY_KEY, JSON.stringify(kept));
  };
}
