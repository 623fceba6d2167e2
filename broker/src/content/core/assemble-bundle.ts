import {
  CONTENT_LIMITS,
  CONTENT_PART_NAMES,
  type ContentBundle,
  type ContentChange,
  type ContentDraft,
  type ContentPart,
  type KeptStory,
  type LocalText,
  type Story,
} from '@kringwijzer/contract';

/** A bundle before it is hashed. */
export type UnhashedBundle = Omit<ContentBundle, 'version'>;

/**
 * What the kiosks would get: the parts as they are edited, the stories that were approved, newest first, and from the built page
 * what nobody edits here.
 */
export function assembleBundle(seed: ContentBundle, draft: ContentDraft): UnhashedBundle {
  const { parts } = draft;
  const standing = draft.stories.filter(({ state }) => state !== 'removed');
  const approved = standing
    .flatMap(({ approved: one }) => (one === undefined ? [] : [one]))
    .toSorted((a, b) => b.at - a.at || (a.story.id < b.story.id ? -1 : 1));
  return {
    schemaVersion: 1,
    site: { ...parts.hours.value, images: seed.site.images },
    phases: parts.phases.value,
    streams: seed.streams.map((stream) => ({
      ...stream,
      stories: approved
        .filter((one) => one.stream === stream.id)
        .map(({ story }) => story)
        .slice(0, CONTENT_LIMITS.storiesPerStream),
    })),
    outcomes: seed.outcomes,
    impact: seed.impact,
    places: parts.places.value,
    shop: parts.shop.value,
    saidDone: parts.saidDone.value,
    spoken: seed.spoken,
  };
}

const DOTS = '…';
const withDots = (text: LocalText): LocalText => (text.nl.trim() === '' ? { nl: DOTS } : text);

/** A story as it is now, with dots for words that are not there yet: only to be looked at by the person who writes it. */
function sketchOf({ id, draft }: KeptStory, image: string): Story {
  const { title, text, next, images } = draft;
  return {
    id,
    title: withDots(title),
    text: withDots(text),
    next: withDots(next),
    images: images.length === 0 ? [image] : [...images],
    consent: true,
  };
}

/** The bundle with one story as it is being written, in front of its stream and without its schedule. */
export function previewBundle(seed: ContentBundle, draft: ContentDraft, storyId: string | undefined): UnhashedBundle {
  const bundle = assembleBundle(seed, draft);
  const shown = draft.stories.find(({ id }) => id === storyId);
  if (shown === undefined) return bundle;
  const streams = bundle.streams.map((stream) => {
    const others = stream.stories.filter(({ id }) => id !== shown.id);
    return stream.id === shown.draft.stream
      ? { ...stream, stories: [sketchOf(shown, stream.image), ...others].slice(0, CONTENT_LIMITS.storiesPerStream) }
      : { ...stream, stories: others };
  });
  return { ...bundle, streams };
}

/** Pictures a bundle needs, in a fixed order. */
export const imagesOf = (bundle: UnhashedBundle): readonly string[] =>
  [...new Set(JSON.stringify(bundle).match(/images\/[a-z0-9-]+\.(?:svg|webp|jpg|png)/gu) ?? [])].toSorted();

const storiesOf = ({ streams }: Pick<ContentBundle, 'streams'>): ReadonlyMap<string, { readonly key: string; readonly title: string }> =>
  new Map(
    streams.flatMap(({ id: stream, stories }) =>
      stories.map((story) => [story.id, { key: JSON.stringify([stream, story]), title: story.title.nl }] as const),
    ),
  );

const partOf = (bundle: UnhashedBundle, part: ContentPart): unknown =>
  part === 'hours' ? { hours: bundle.site.hours, closedDates: bundle.site.closedDates } : bundle[part];

/** What publishing now would change on the screens. */
export function changesOf(before: UnhashedBundle, after: UnhashedBundle, draft: ContentDraft): readonly ContentChange[] {
  const old = storiesOf(before);
  const now = storiesOf(after);
  const written = [...now].flatMap(([id, { key, title }]): readonly ContentChange[] => {
    const was = old.get(id);
    if (was?.key === key) return [];
    const by = draft.stories.find((kept) => kept.id === id)?.by;
    return [{ what: 'story', change: was === undefined ? 'new' : 'changed', title, ...(by !== undefined && { by }) }];
  });
  const gone = [...old].flatMap(([id, { title }]): readonly ContentChange[] =>
    now.has(id) ? [] : [{ what: 'story', change: 'gone', title }],
  );
  const parts = CONTENT_PART_NAMES.flatMap((what): readonly ContentChange[] =>
    JSON.stringify(partOf(before, what)) === JSON.stringify(partOf(after, what))
      ? []
      : [{ what, change: 'changed', by: draft.parts[what].by }],
  );
  return [...written, ...gone, ...parts];
}

/** A first draft out of the content the page was built with: its stories count as approved. */
export function firstDraft(seed: ContentBundle, at: number): ContentDraft {
  const by = 'Kringwijzer';
  const kept = <T>(value: T) => ({ rev: 1, by, at, value });
  return {
    schemaVersion: 1,
    parts: {
      hours: kept({ hours: seed.site.hours, closedDates: seed.site.closedDates }),
      phases: kept(seed.phases),
      places: kept(seed.places),
      shop: kept(seed.shop),
      saidDone: kept(seed.saidDone),
    },
    stories: seed.streams.flatMap(({ id: stream, stories }) => stories.map((story) => keptOf(stream, story, { by, at }))),
  };
}

function keptOf(stream: KeptStory['draft']['stream'], story: Story, { by, at }: { readonly by: string; readonly at: number }): KeptStory {
  const { id, title, text, next, images, from, until } = story;
  const days = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
  return {
    id,
    rev: 1,
    state: 'approved',
    draft: { stream, title, text, next, images, ...days, people: 'none' },
    approved: { stream, story, by, at },
    by,
    at,
  };
}
