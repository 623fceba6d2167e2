import type { OpinionFace, PublicDeposit, PublicSummary, SiteInfo, Stream } from '@kringwijzer/contract';
import type { LiveState } from '@kringwijzer/ui';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Hours, localDay, type Opening, openingAt } from '../content/opening.ts';
import type { Bundle, Story } from '../content/schema.ts';
import type { Settings } from '../content/settings.ts';
import type { Sounds } from '../content/spoken.ts';
import { todaysStories } from '../content/todays-stories.ts';
import { forgetGift, type Gift, type GiftState, giftPhase, hearDeposit, NO_GIFT } from './core/gift.ts';
import { type Idle, idleAfter } from './core/idle.ts';
import { judgeOpinion, type OpinionTimes } from './core/opinion-filter.ts';
import { maySpeakOfGifts, type ScreenState, screenStateOf } from './core/screen-state.ts';
import type { HubSession } from './data/hub-session.ts';
import { createPageWords, type PageWords } from './text/words.ts';

/** Where the visitor is. Two steps deep at most. */
export type View =
  | { readonly name: 'attract' | 'explore' | 'where' | 'opinion' | 'opinion_done' | 'co2' | 'languages' }
  | { readonly name: 'became'; readonly stream: Stream };

/** How this visitor wants the screen. */
export interface Preferences {
  readonly contrast: boolean;
  readonly large: boolean;
  readonly low: boolean;
  readonly still: boolean;
}

const PLAIN: Preferences = { contrast: false, large: false, low: false, still: false };
const ATTRACT: View = { name: 'attract' };
const OPINION_THANKS_MS = 3_000;

/** What a scene of the loop tells of. */
export type SceneGroup = 'hello' | 'phase' | 'shop';

export interface KioskParts {
  readonly settings: Settings;
  readonly bundle: Bundle;
  readonly sounds: Sounds;
  readonly summary: ReadonlySignal<PublicSummary | undefined>;
  readonly summaryAtMs: ReadonlySignal<number | undefined>;
  readonly link: ReadonlySignal<LiveState>;
  readonly session: Pick<HubSession, 'tagStream' | 'giveOpinion'>;
  readonly nowMs: () => number;
  /** With what the loop begins; by itself with the welcome. */
  readonly firstScene?: SceneGroup | undefined;
}

/** All the page knows, as signals, and all a finger can do. */
export interface Kiosk {
  readonly settings: Settings;
  readonly bundle: Bundle;
  readonly firstScene: SceneGroup;
  /** What can be read aloud, by language. */
  readonly sounds: Sounds;
  readonly words: PageWords;
  readonly now: ReadonlySignal<number>;
  readonly summary: ReadonlySignal<PublicSummary | undefined>;
  readonly summaryAtMs: ReadonlySignal<number | undefined>;
  readonly state: ReadonlySignal<ScreenState>;
  readonly link: ReadonlySignal<LiveState>;
  readonly opening: ReadonlySignal<Opening>;
  /** The story to tell of a stream: the newest of today first, the next one at each visit. */
  readonly storyOf: (stream: Stream) => Story | undefined;
  readonly gift: ReadonlySignal<{ readonly gift: Gift; readonly phase: 'told' | 'asked' } | undefined>;
  readonly view: ReadonlySignal<View>;
  readonly idle: ReadonlySignal<Idle>;
  readonly preferences: Signal<Preferences>;
  readonly go: (view: View) => void;
  readonly home: () => void;
  readonly chooseStream: (stream: Stream) => void;
  readonly chooseFace: (face: OpinionFace) => void;
  readonly touched: () => void;
  readonly hear: (deposit: PublicDeposit) => void;
  readonly learnSite: (site: Pick<SiteInfo, 'openingHours'>) => void;
  /** Called a few times a second; moves everything that depends on time. */
  readonly tick: () => void;
}

/** Makes the page's state. Pure but for the signals: time comes in by `nowMs`, everything that leaves goes through `session`. */
export function createKiosk(parts: KioskParts): Kiosk {
  const words = createPageWords();
  const now = signal(parts.nowMs());
  const { turn, ...visit } = createVisit(parts, now, words);
  const hours = signal<Hours>(parts.bundle.site.hours);
  // Changes once a minute at most, so that it is not worked out four times a second.
  const minute = computed(() => Math.floor(now.value / 60_000) * 60_000);
  const timeZone = computed(() => parts.summary.value?.timeZone ?? 'Europe/Amsterdam');
  const today = computed(() => localDay(minute.value, timeZone.value));
  const opening = computed(() => openingAt(minute.value, timeZone.value, hours.value, parts.bundle.site.closedDates));
  return {
    ...visit,
    settings: parts.settings,
    bundle: parts.bundle,
    firstScene: parts.firstScene ?? 'hello',
    sounds: parts.sounds,
    words,
    now,
    summary: parts.summary,
    summaryAtMs: parts.summaryAtMs,
    link: parts.link,
    opening,
    storyOf: (stream) => {
      const stories = todaysStories(parts.bundle.streams.find(({ id }) => id === stream)?.stories ?? [], today.value);
      return stories[Math.max(0, turn.value - 1) % Math.max(1, stories.length)];
    },
    state: computed(() => screenStateOf({ link: parts.link.value, open: opening.value.open })),
    learnSite: ({ openingHours }) => {
      hours.value = { ...hours.value, ...openingHours };
    },
  };
}

type Visit = Pick<
  Kiosk,
  'gift' | 'view' | 'idle' | 'preferences' | 'go' | 'home' | 'chooseStream' | 'chooseFace' | 'touched' | 'hear' | 'tick'
>;

/** Visits to a story since the page began, so that each is told another one. */
interface Turns {
  readonly turn: ReadonlySignal<number>;
}

/** What one visitor does: gives, touches, looks around, and goes. */
function createVisit(parts: KioskParts, now: Signal<number>, words: PageWords): Visit & Turns {
  const view = signal<View>(ATTRACT);
  const viewSinceMs = signal(now.value);
  const touchedMs = signal(now.value);
  const preferences = signal(PLAIN);
  const turn = signal(0);
  const inUse = computed(() => view.value.name !== 'attract');
  const gifts = createGifts(parts, now, inUse);
  const opine = createOpinions(parts);
  const changed = computed(() => words.language.value !== 'nl' || Object.values(preferences.value).some(Boolean));
  const idle = computed((): Idle => {
    const left = idleAfter(now.value - touchedMs.value);
    if (inUse.value) return left;
    // On the loop nothing is lost, so nobody is asked: another visitor's wishes just end.
    return changed.value && left.type === 'reset' ? left : { type: 'in_use' };
  });
  const touched = (): void => {
    touchedMs.value = parts.nowMs();
  };
  const go = (next: View): void => {
    view.value = next;
    viewSinceMs.value = parts.nowMs();
    touched();
  };
  const home = (): void => {
    gifts.forget();
    go(ATTRACT);
  };
  return {
    turn,
    view,
    gift: gifts.gift,
    hear: gifts.hear,
    idle,
    preferences,
    go,
    home,
    touched,
    chooseStream: (stream) => {
      const given = gifts.gift.value;
      if (given !== undefined) void parts.session.tagStream({ deposits: [...given.gift.ids], stream });
      gifts.forget();
      turn.value += 1;
      go({ name: 'became', stream });
    },
    chooseFace: (face) => {
      opine(face);
      go({ name: 'opinion_done' });
    },
    tick: () => {
      const nowMs = parts.nowMs();
      now.value = nowMs;
      if (idle.value.type === 'reset') {
        home();
        preferences.value = PLAIN;
        words.reset();
      } else if (view.value.name === 'opinion_done' && nowMs - viewSinceMs.value >= OPINION_THANKS_MS) home();
    },
  };
}

/** The gifts told just now; nothing while the link is not live or somebody uses the screen. */
function createGifts(parts: KioskParts, now: Signal<number>, inUse: ReadonlySignal<boolean>) {
  const gifts = signal<GiftState>(NO_GIFT);
  const gift = computed(() => {
    const { gift: open } = gifts.value;
    const phase = giftPhase(open, now.value);
    const mayShow = open !== undefined && !inUse.value && maySpeakOfGifts(parts.link.value);
    return mayShow && phase !== 'over' ? { gift: open, phase } : undefined;
  });
  return {
    gift,
    forget: (): void => {
      gifts.value = forgetGift(gifts.value);
    },
    hear: (deposit: PublicDeposit): void => {
      const nowMs = parts.nowMs();
      now.value = nowMs;
      gifts.value = hearDeposit(gifts.value, deposit, nowMs, hubNow(parts, nowMs) - deposit.at);
    },
  };
}

/** Sends an answer on, unless it follows too fast; many in a minute are marked. */
function createOpinions(parts: KioskParts): (face: OpinionFace) => void {
  let times: OpinionTimes = [];
  return (face) => {
    const judged = judgeOpinion(times, parts.nowMs());
    times = judged.times;
    if (judged.counts) void parts.session.giveOpinion({ face, suspect: judged.suspect });
  };
}

/** The hub's clock, as far as its last message tells: a kiosk without network time must still know what is old. */
function hubNow({ summary, summaryAtMs }: KioskParts, nowMs: number): number {
  const { value: figures } = summary;
  const { value: atMs } = summaryAtMs;
  return figures === undefined || atMs === undefined ? nowMs : figures.at + (nowMs - atMs);
}
