import { describe, expect, it } from 'vitest';
import { type ContentBundle, contentBundleSchema, contentHoursSchema, contentPathSchema, shopSchema, spokenTextsOf } from './content.ts';
import { CONTENT_PARTS, storyDraftSchema } from './content-draft.ts';
import { CONTENT_LIMITS, CONTENT_PART_NAMES, isShownIn, missingInStory } from './content-rules.ts';

const text = { nl: 'Hallo' };
const DAY = { from: '09:00', to: '17:00' };
const WEEK = { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: DAY, sun: null };
const phase = { title: text, text, image: 'images/a.svg' };
const BUNDLE: ContentBundle = {
  schemaVersion: 1,
  version: 'abcdef0123456789',
  site: { hours: WEEK, closedDates: [], images: { day: 'images/a.svg', evening: 'images/a.svg', shop: 'images/a.svg' } },
  phases: [phase, phase, phase],
  streams: [
    {
      id: 'textile',
      name: text,
      image: 'images/a.svg',
      stories: [{ id: 's-1', title: text, text, next: { nl: 'Kom', en: 'Come' }, images: ['images/a.webp'], consent: true }],
    },
  ],
  outcomes: { scope: 'own', year: 2026, source: 'wij', reused: 0.5, recycled: 0.25, residual: 0.25 },
  impact: { value: 1.1, basis: 'reused', source: 'gids' },
  places: [{ icon: 'wood', goods: text, place: text }],
  shop: [],
  saidDone: [],
  spoken: { ask: { nl: 'Vraag', en: 'Ask' }, opinion: text, co2: text },
};
const without = (patch: object): boolean => contentBundleSchema.safeParse({ ...BUNDLE, ...patch }).success;

describe('a bundle', () => {
  it('needs Dutch, and takes two photos, a schedule and checked translations', () => {
    expect(contentBundleSchema.parse(BUNDLE)).toEqual(BUNDLE);
    const checked = { nl: 'Hallo', pl: 'Cześć', reviewed: ['pl'] };
    expect(without({ places: [{ icon: 'wood', goods: checked, place: { en: 'Bay 2' } }] })).toBe(false);
    expect(without({ places: [{ icon: 'wood', goods: checked, place: text }] })).toBe(true);
  });

  it.each([
    ['shares that do not add up', { outcomes: { ...BUNDLE.outcomes, reused: 0.9 } }],
    ['two steps of a way', { phases: [phase, phase] }],
    ['a picture from elsewhere', { phases: [phase, phase, { ...phase, image: 'https://example.org/a.svg' }] }],
    ['a story without consent', { streams: [{ ...BUNDLE.streams[0], stories: [{ ...BUNDLE.streams[0]?.stories[0], consent: false }] }] }],
    [
      'three photos',
      { streams: [{ ...BUNDLE.streams[0], stories: [{ ...BUNDLE.streams[0]?.stories[0], images: Array(3).fill('images/a.svg') }] }] },
    ],
  ])('refuses %s', (_what, patch) => {
    expect(without(patch)).toBe(false);
  });

  it('is read aloud in the languages it is written in', () => {
    expect(spokenTextsOf(BUNDLE, 'nl')).toEqual({ ask: 'Vraag', opinion: 'Hallo', co2: 'Hallo', 'story-s-1': 'Hallo. Hallo. Kom' });
    expect(spokenTextsOf(BUNDLE, 'en')).toEqual({ ask: 'Ask' });
  });

  it.each(['bundle.json', 'sounds.json', 'images/photo-00ff.webp'])('has files like %s', (path) => {
    expect(contentPathSchema.safeParse(path).success).toBe(true);
  });

  it.each(['../hub.db', '/etc/passwd', 'images/..', 'images/a.html', 'a/b/c/d.json'])('has no files like %s', (path) => {
    expect(contentPathSchema.safeParse(path).success).toBe(false);
  });
});

describe('parts and drafts', () => {
  it('close after they open', () => {
    expect(contentHoursSchema.safeParse({ hours: { ...WEEK, mon: { from: '17:00', to: '09:00' } }, closedDates: [] }).success).toBe(false);
    expect(contentHoursSchema.safeParse({ hours: WEEK, closedDates: ['2026-12-25'] }).success).toBe(true);
  });

  it('hold texts to one length, to the letter', () => {
    const shopOf = (length: number): boolean => shopSchema.safeParse([{ name: { nl: 'x'.repeat(length) }, price: '' }]).success;
    expect([shopOf(CONTENT_LIMITS.line), shopOf(CONTENT_LIMITS.line + 1), shopOf(0)]).toEqual([true, false, false]);
  });

  it('have a schema for every name', () => {
    expect(Object.keys(CONTENT_PARTS).toSorted()).toEqual([...CONTENT_PART_NAMES].toSorted());
  });

  it('may be empty while they are written, and say what lacks', () => {
    const empty = { nl: '' };
    const draft = storyDraftSchema.parse({ stream: 'other', title: empty, text: empty, next: empty, images: [], people: 'unknown' });
    expect(missingInStory(draft)).toEqual(['photo', 'title', 'text', 'next', 'people']);
    expect(missingInStory({ ...draft, images: ['images/a.svg'], title: text, text, next: text, people: 'agreed' })).toEqual([]);
  });
});

describe('a translation', () => {
  it.each([
    [{ nl: 'a' }, 'nl', true],
    [{ nl: 'a' }, 'en', false],
    [{ nl: 'a', en: 'b' }, 'en', true],
    [{ nl: 'a', tr: 'b' }, 'tr', false],
    [{ nl: 'a', tr: 'b', reviewed: ['tr'] }, 'tr', true],
    [{ nl: 'a', tr: 'b', reviewed: ['ar'] }, 'tr', false],
  ] as const)('%o is shown in %s: %s', (given, language, shown) => {
    expect(isShownIn(given, language)).toBe(shown);
  });
});
