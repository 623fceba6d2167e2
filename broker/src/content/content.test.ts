import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContentBundle, contentBundleSchema, isKwError, type StoryDraft } from '@kringwijzer/contract';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyContent } from './adapters/copy-content.ts';
import { type Content, openContent } from './content.ts';
import { makeKioskPage } from './kiosk-page.testing.ts';

const DAY = { from: '10:00', to: '16:00' };
const HOURS: ContentBundle['site']['hours'] = { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: null, sun: null };

let folder: string;
let nowMs: number;
let audited: string[];
let content: Content;

function open(kioskDir: string | undefined = join(folder, 'kiosk')): Content {
  const audit = { add: ({ action }: { readonly action: string }) => void audited.push(action), latest: () => [] };
  return openContent({ folder, kioskDir, hours: HOURS, audit, nowMs: () => nowMs, log: pino({ level: 'silent' }) });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-content-'));
  makeKioskPage(join(folder, 'kiosk'));
  nowMs = Date.parse('2026-11-21T12:00:00Z');
  audited = [];
  content = open();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const photoOf = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 600, channels: 3, background } })
    .jpeg()
    .toBuffer();
const draftOf = (images: string[], title = 'Stoel'): StoryDraft => ({
  stream: 'furniture',
  title: { nl: title },
  text: { nl: 'Hij was kapot. Nu niet meer.' },
  next: { nl: 'Breng uw stoel.' },
  images,
  people: 'none',
});

async function approvedStory(title = 'Stoel'): Promise<string> {
  const { image } = await content.addPhoto('Anwar', await photoOf('#447755'));
  const { id, rev } = content.saveStory(undefined, { by: 'Anwar', rev: 0 }, draftOf([image], title));
  content.stepStory(id, { by: 'Anwar', rev }, 'submit');
  content.stepStory(id, { by: 'Fatima', rev: rev + 1 }, 'approve');
  return id;
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return isKwError(error) ? error.code : String(error);
  }
};
const bundleOf = (version: string): ContentBundle =>
  contentBundleSchema.parse(JSON.parse(content.bundleFile(version, 'bundle.json')?.toString('utf8') ?? ''));

describe('content of the kiosk', () => {
  it('starts with what the page was built with and the hours of the site', () => {
    const view = content.view();
    expect(view.draft.parts.hours.value.hours).toEqual(HOURS);
    expect(view.draft.stories.map(({ state }) => state)).toEqual(['approved']);
    expect([view.changes, view.bundles, content.manifest()]).toEqual([[], [], undefined]);
  });

  it('becomes a bundle that names every file by its hash', async () => {
    const id = await approvedStory();
    expect(content.view().changes).toEqual([{ what: 'story', change: 'new', title: 'Stoel', by: 'Fatima' }]);
    const { version } = content.publish('Fatima');
    const manifest = content.manifest();
    expect(manifest).toMatchObject({ version, publishedAt: nowMs });
    for (const { path, sha256, bytes } of manifest?.files ?? []) {
      const data = content.bundleFile(version, path) ?? Buffer.alloc(0);
      expect([path, data.length, createHash('sha256').update(data).digest('hex')]).toEqual([path, bytes, sha256]);
    }
    expect(
      bundleOf(version)
        .streams.find((stream) => stream.id === 'furniture')
        ?.stories.map((story) => story.id),
    ).toContain(id);
    expect([content.view().changes, content.view().onScreen.includes(id)]).toEqual([[], true]);
    expect(audited).toEqual(['add photo', 'story submit', 'story approve', 'publish content']);
  });

  it('gives the same version for the same content, whoever publishes it', () => {
    const { version } = content.publish('Fatima');
    nowMs += 60_000;
    expect(content.publish('Jan')).toMatchObject({ version, publishedAt: nowMs, by: 'Jan' });
    expect(content.bundles()).toHaveLength(1);
  });

  it('shows nothing that nobody approved, and in the preview only the story that is looked at', async () => {
    const { image } = await content.addPhoto('Anwar', await photoOf('#113355'));
    const { id } = content.saveStory(undefined, { by: 'Anwar', rev: 0 }, { ...draftOf([image]), title: { nl: '' }, people: 'unknown' });
    expect(JSON.stringify(bundleOf(content.publish('Fatima').version))).not.toContain(id);
    expect(JSON.stringify(content.preview())).not.toContain(id);
    expect(content.preview(id).streams.find((stream) => stream.id === 'furniture')?.stories[0]).toMatchObject({ id, title: { nl: '…' } });
  });

  it('is not overwritten by somebody who looked at an older one', () => {
    const { shop } = content.view().draft.parts;
    content.savePart('shop', { by: 'Anwar', rev: shop.rev }, [{ name: { nl: 'Tafel' }, price: '€ 20' }]);
    expect(codeOf(() => content.savePart('shop', { by: 'Jan', rev: shop.rev }, []))).toBe('KW_CONTENT_CHANGED');
    const { id, rev } = content.saveStory(undefined, { by: 'Anwar', rev: 0 }, draftOf([]));
    content.saveStory(id, { by: 'Anwar', rev }, draftOf([], 'Kruk'));
    expect(codeOf(() => content.saveStory(id, { by: 'Jan', rev }, draftOf([])))).toBe('KW_CONTENT_CHANGED');
  });

  it.each([
    ['shop', [{ name: { nl: 'x'.repeat(61) }, price: '' }]],
    ['shop', [{ name: { nl: 'Tafel' }, price: '', image: 'images/nowhere.webp' }]],
    ['places', []],
    ['phases', []],
    ['saidDone', [{ said: { nl: '' }, done: { nl: 'x' } }]],
    ['hours', { hours: { ...HOURS, mon: { from: '17:00', to: '09:00' } }, closedDates: [] }],
  ] as const)('does not take %s with %o', (part, value) => {
    expect(codeOf(() => content.savePart(part, { by: 'Anwar', rev: 1 }, value))).toBe('KW_CONTENT_INVALID');
  });

  it('is all there after a restart, and a damaged file is put aside', async () => {
    const id = await approvedStory();
    const { version } = content.publish('Fatima');
    content.report('ingang', { version, publishedAt: nowMs, outcome: 'rolled_back', reason: 'silent', at: nowMs });
    content = open();
    expect(content.view().draft.stories.map((story) => story.id)).toContain(id);
    expect([content.current(), content.reports()[0]?.report.outcome, content.currentBundle()?.version]).toEqual([
      version,
      'rolled_back',
      version,
    ]);
    writeFileSync(join(folder, 'content/published.json'), '{"half');
    expect(open().manifest()).toBeUndefined();
    expect(existsSync(join(folder, 'content/published.json.damaged'))).toBe(true);
  });

  it('goes back to an earlier bundle, of which the last eight are kept', async () => {
    const versions: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      nowMs += 1_000;
      content.savePart('shop', { by: 'Anwar', rev: n + 1 }, [{ name: { nl: `Ding ${n}` }, price: '' }]);
      versions.push(content.publish('Fatima').version);
    }
    expect(readdirSync(join(folder, 'content/bundles')).toSorted()).toEqual(versions.slice(2).toSorted());
    content.restore('Fatima', versions[4] ?? '');
    expect(content.manifest()?.version).toBe(versions[4]);
    expect(codeOf(() => content.restore('Fatima', versions[0] ?? ''))).toBe('KW_NOT_FOUND');
  });

  it('reads aloud only what still says the same', () => {
    const sounds = (): unknown => JSON.parse(content.currentFile('sounds.json')?.toString('utf8') ?? '');
    content.publish('Fatima');
    expect(sounds()).toEqual({ nl: { co2: 'audio/nl/co2.wav', 'story-old': 'audio/nl/story-old.wav' }, en: {} });
    const [story] = content.view().draft.stories;
    if (story === undefined) throw new Error('the page has a story');
    const { rev } = content.saveStory(story.id, { by: 'Anwar', rev: story.rev }, { ...story.draft, title: { nl: 'Anders' } });
    content.stepStory(story.id, { by: 'Fatima', rev }, 'approve');
    content.publish('Fatima');
    expect(sounds()).toEqual({ nl: { co2: 'audio/nl/co2.wav' }, en: {} });
  });

  it('is in a backup, photos and bundles too', async () => {
    const id = await approvedStory();
    const { version } = content.publish('Fatima');
    await copyContent(folder, join(folder, 'backup'));
    const restored = openContent({
      folder: join(folder, 'backup'),
      kioskDir: join(folder, 'kiosk'),
      hours: HOURS,
      audit: { add: () => undefined, latest: () => [] },
      nowMs: () => nowMs,
      log: pino({ level: 'silent' }),
    });
    expect(restored.manifest()).toEqual(content.manifest());
    const [image = ''] = restored.view().draft.stories.find((story) => story.id === id)?.draft.images ?? [];
    expect(restored.image(image)).toEqual(content.image(image));
    expect(restored.bundleFile(version, image)?.length).toBeGreaterThan(0);
  });

  it('says that there is no page to start from', () => {
    expect(codeOf(() => open(join(folder, 'nowhere')).view())).toBe('KW_CONTENT_SEED');
  });

  it('keeps photos that somebody still uses, and gives nothing outside its folder', async () => {
    const { image } = await content.addPhoto('Anwar', await photoOf('#446688'));
    await content.addPhoto('Anwar', await photoOf('#886644'));
    content.saveStory(undefined, { by: 'Anwar', rev: 0 }, draftOf([image]));
    nowMs = Date.now() + 31 * 86_400_000;
    content.publish('Fatima');
    expect(readdirSync(join(folder, 'content/images'))).toEqual([image.slice('images/'.length)]);
    const outside = ['../hub.db', 'images/../../published.json', 'manifest.json'];
    expect(outside.map((path) => content.currentFile(path))).toEqual([undefined, undefined, undefined]);
  });
});
