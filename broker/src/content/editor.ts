import { randomBytes } from 'node:crypto';
import {
  CONTENT_PARTS,
  type ContentBundle,
  type ContentDraft,
  type ContentPart,
  type ContentView,
  contentBundleSchema,
  contentDraftSchema,
  type ImageResponse,
  type KeptStory,
  KwError,
  type StoryDraft,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { HubDb } from '../ports/hub-db.ts';
import type { ContentFolder } from './adapters/content-folder.ts';
import type { PhotoMaker } from './adapters/photo-maker.ts';
import { assembleBundle, changesOf, firstDraft, previewBundle } from './core/assemble-bundle.ts';
import { type StoryStep, steppedStory, writtenStory } from './core/story-steps.ts';
import type { Publisher } from './publisher.ts';
import type { ContentSeed } from './seed.ts';

interface EditorDeps {
  readonly folder: ContentFolder;
  readonly seed: () => ContentSeed;
  readonly photos: PhotoMaker;
  readonly audit: HubDb['audit'];
  readonly nowMs: () => number;
  readonly publisher: Pick<Publisher, 'currentBundle' | 'reports' | 'bundles' | 'current'>;
}

/** A change somebody asks for: who, and the revision it started from. */
export interface Asked {
  readonly by: string;
  readonly rev: number;
}

/** Writing content. Every change is on disk before the call returns. All calls may throw KW_CONTENT_SEED. */
export interface Editor {
  draft(): ContentDraft;
  view(): ContentView;
  /** Replaces a part. Throws KW_CONTENT_INVALID, KW_CONTENT_CHANGED. */
  savePart(part: ContentPart, asked: Asked, value: unknown): void;
  /** Writes a story, a new one without an id. Throws KW_CONTENT_CHANGED, KW_NOT_FOUND. */
  saveStory(id: string | undefined, asked: Asked, draft: StoryDraft): KeptStory;
  /** Moves a story on. Throws KW_CONTENT_INCOMPLETE, KW_CONTENT_CHANGED, KW_NOT_FOUND. */
  stepStory(id: string, asked: Asked, step: StoryStep, note?: string): KeptStory;
  /** Throws KW_IMAGE_TYPE, KW_IMAGE_UNREADABLE, KW_IMAGE_TOO_LARGE, KW_IMAGE_TOO_SMALL. */
  addPhoto(by: string, photo: Buffer): Promise<ImageResponse>;
  /** A picture of the draft, whoever made it. */
  image(image: string, size?: 'small'): Buffer | undefined;
  /** What the kiosk would show, with one story as it is being written. */
  preview(storyId?: string): ContentBundle;
}

/** Keeps the draft in memory and on disk. */
export function createEditor(deps: EditorDeps): Editor {
  const { folder, seed, audit, nowMs, publisher } = deps;
  let kept: ContentDraft | undefined;
  const draft = (): ContentDraft => (kept ??= folder.readDraft() ?? firstDraft(seed().bundle, nowMs()));
  const write = (next: ContentDraft): void => {
    const checked = contentDraftSchema.parse(next);
    folder.writeDraft(checked);
    kept = checked;
  };
  const putStory = (story: KeptStory): KeptStory => {
    const { stories } = draft();
    const known = stories.some(({ id }) => id === story.id);
    write({ ...draft(), stories: known ? stories.map((one) => (one.id === story.id ? story : one)) : [...stories, story] });
    return story;
  };
  const image = (path: string, size?: 'small'): Buffer | undefined => folder.photo(path, size) ?? seed().image(path);
  const requireImages = (value: unknown): void => {
    for (const path of JSON.stringify(value).match(/images\/[a-z0-9.-]+/gu) ?? [])
      if (image(path) === undefined) throw new KwError('KW_CONTENT_INVALID', { file: path, reason: 'the picture is not there' });
  };

  return {
    draft,
    image,
    view: () => viewOf(draft(), seed(), publisher),
    savePart: (part, { by, rev }, value) => {
      const old = draft().parts[part];
      if (old.rev !== rev) throw new KwError('KW_CONTENT_CHANGED');
      const checked = CONTENT_PARTS[part].safeParse(value);
      if (!checked.success) throw new KwError('KW_CONTENT_INVALID', { file: part, reason: z.prettifyError(checked.error) });
      requireImages(checked.data);
      write({ ...draft(), parts: { ...draft().parts, [part]: { rev: rev + 1, by, at: nowMs(), value: checked.data } } });
      audit.add({ at: nowMs(), actor: by, action: 'edit content', detail: part });
    },
    saveStory: (id, { by, rev }, written) => {
      requireImages(written);
      if (id === undefined) {
        const made = { id: `v-${randomBytes(6).toString('hex')}`, rev: 1, state: 'draft', draft: written, by, at: nowMs() } as const;
        return putStory(made);
      }
      return putStory(writtenStory(storyOf(draft(), id, rev), written, { by, at: nowMs() }));
    },
    stepStory: (id, { by, rev }, step, note) => {
      const stepped = steppedStory(storyOf(draft(), id, rev), step, { by, at: nowMs() }, note);
      audit.add({ at: nowMs(), actor: by, action: `story ${step}`, detail: `${id} ${stepped.draft.title.nl}`.trim() });
      return putStory(stepped);
    },
    addPhoto: async (by, photo) => {
      const made = await deps.photos.make(photo);
      const path = folder.addPhoto(made);
      audit.add({ at: nowMs(), actor: by, action: 'add photo', detail: path });
      return { image: path, widthPx: made.widthPx, heightPx: made.heightPx };
    },
    preview: (storyId) => contentBundleSchema.parse({ ...previewBundle(seed().bundle, draft(), storyId), version: 'preview-of-draft' }),
  };
}

/** The story of this id at this revision. Throws KW_NOT_FOUND, KW_CONTENT_CHANGED. */
function storyOf({ stories }: ContentDraft, id: string, rev: number): KeptStory {
  const story = stories.find((one) => one.id === id);
  if (story === undefined) throw new KwError('KW_NOT_FOUND', { path: `story ${id}` });
  if (story.rev !== rev) throw new KwError('KW_CONTENT_CHANGED');
  return story;
}

function viewOf(draft: ContentDraft, { bundle: seed }: ContentSeed, publisher: EditorDeps['publisher']): ContentView {
  const shown = publisher.currentBundle() ?? seed;
  const current = publisher.current();
  return {
    draft,
    streams: seed.streams.map(({ id, name, image, stories }) => {
      const next = stories[0]?.next;
      return { id, name, image, ...(next !== undefined && { next }) };
    }),
    onScreen: shown.streams.flatMap(({ stories }) => stories.map(({ id }) => id)),
    changes: [...changesOf(shown, assembleBundle(seed, draft), draft)],
    ...(current !== undefined && { current }),
    bundles: [...publisher.bundles()],
    reports: [...publisher.reports()],
  };
}
