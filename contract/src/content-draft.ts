import { z } from 'zod';
import {
  contentHoursSchema,
  contentImageSchema,
  contentReportSchema,
  localTextOf,
  phasesSchema,
  placesSchema,
  saidDoneSchema,
  shopSchema,
  storyIdSchema,
  storySchema,
} from './content.ts';
import { CONTENT_LIMITS, CONTENT_PART_NAMES, type ContentPart } from './content-rules.ts';
import { atMsSchema, idSchema } from './ids.ts';
import { streamSchema } from './words.ts';

/** Parts of the content that are edited as a whole, each with the schema the kiosk's bundle uses for it. */
export const CONTENT_PARTS = {
  hours: contentHoursSchema,
  phases: phasesSchema,
  places: placesSchema,
  shop: shopSchema,
  saidDone: saidDoneSchema,
} as const satisfies Readonly<Record<ContentPart, z.ZodType>>;
export type ContentParts = { readonly [P in ContentPart]: z.infer<(typeof CONTENT_PARTS)[P]> };
export const contentPartSchema = z.enum(CONTENT_PART_NAMES);

const lineDraft = localTextOf(CONTENT_LIMITS.line, 0);
const sentenceDraft = localTextOf(CONTENT_LIMITS.sentence, 0);

/** A story while it is written: the same limits as in the bundle, but nothing has to be there yet. */
export const storyDraftSchema = z.strictObject({
  stream: streamSchema,
  title: lineDraft,
  text: sentenceDraft,
  next: sentenceDraft,
  images: z.array(contentImageSchema).max(CONTENT_LIMITS.photos),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  people: z
    .enum(['unknown', 'none', 'agreed'])
    .meta({ description: 'People who can be recognised in the photos: not asked yet, nobody, or all of them agreed' }),
});
export type StoryDraft = z.infer<typeof storyDraftSchema>;

/** Where a story stands: being written, waiting for a coordinator, approved, or taken away (and still to be brought back). */
export const STORY_STATES = ['draft', 'waiting', 'approved', 'removed'] as const;
export const storyStateSchema = z.enum(STORY_STATES);
export type StoryState = z.infer<typeof storyStateSchema>;

/** A story as the hub keeps it: what is being written, and what was approved last. */
export const keptStorySchema = z.strictObject({
  id: storyIdSchema,
  rev: z.int().min(1).meta({ description: 'Goes up with each change; a save must name the one it started from' }),
  state: storyStateSchema,
  draft: storyDraftSchema,
  approved: z.strictObject({ stream: streamSchema, story: storySchema, by: z.string().max(64), at: atMsSchema }).optional(),
  note: z.string().max(300).optional().meta({ description: 'What a coordinator wants changed' }),
  by: z.string().max(64),
  at: atMsSchema,
});
export type KeptStory = z.infer<typeof keptStorySchema>;

const keptPartOf = <T extends z.ZodType>(value: T) =>
  z.strictObject({ rev: z.int().min(1), by: z.string().max(64), at: atMsSchema, value });

/** All that is being edited, as it lies on the hub's disk. */
export const contentDraftSchema = z.strictObject({
  schemaVersion: z.literal(1),
  parts: z.strictObject({
    hours: keptPartOf(CONTENT_PARTS.hours),
    phases: keptPartOf(CONTENT_PARTS.phases),
    places: keptPartOf(CONTENT_PARTS.places),
    shop: keptPartOf(CONTENT_PARTS.shop),
    saidDone: keptPartOf(CONTENT_PARTS.saidDone),
  }),
  stories: z.array(keptStorySchema).max(500),
});
export type ContentDraft = z.infer<typeof contentDraftSchema>;

/** One difference between what is edited and what the kiosks were given. */
export const contentChangeSchema = z.strictObject({
  what: z.union([z.literal('story'), contentPartSchema]),
  change: z.enum(['new', 'changed', 'gone']),
  title: z.string().optional().meta({ description: 'Dutch title of a story' }),
  by: z.string().optional(),
});
export type ContentChange = z.infer<typeof contentChangeSchema>;

/** A bundle that was published. */
export const publishedBundleSchema = z.strictObject({
  version: z.string(),
  publishedAt: atMsSchema,
  by: z.string(),
  stories: z.int().min(0),
});
export type PublishedBundle = z.infer<typeof publishedBundleSchema>;

/** All that the editor pages show. */
export const contentViewSchema = z.strictObject({
  draft: contentDraftSchema,
  streams: z.array(
    z.strictObject({ id: streamSchema, name: localTextOf(CONTENT_LIMITS.line), image: contentImageSchema, next: sentenceDraft.optional() }),
  ),
  onScreen: z.array(storyIdSchema).meta({ description: 'Stories in the bundle the kiosks were given' }),
  changes: z.array(contentChangeSchema),
  current: z.string().optional().meta({ description: 'Version the kiosks were given' }),
  bundles: z.array(publishedBundleSchema).meta({ description: 'Newest first' }),
  reports: z.array(z.strictObject({ kiosk: idSchema, report: contentReportSchema })),
});
export type ContentView = z.infer<typeof contentViewSchema>;

export const partRequestSchema = z.strictObject({ rev: z.int().min(1), value: z.unknown() });
export const storyRequestSchema = z.strictObject({ rev: z.int().min(0), draft: storyDraftSchema });
export const storyStepRequestSchema = z.strictObject({ rev: z.int().min(1), note: z.string().trim().max(300).optional() });
export const imageResponseSchema = z.strictObject({ image: contentImageSchema, widthPx: z.int(), heightPx: z.int() });
export type ImageResponse = z.infer<typeof imageResponseSchema>;
