import { z } from 'zod';
import { CONTENT_LIMITS, PLACE_ICONS, TRANSLATION_LANGUAGES } from './content-rules.ts';
import { atMsSchema } from './ids.ts';
import { impactFactorSchema } from './public.ts';
import { streamSchema } from './words.ts';

/** A text in Dutch and in as many more languages as somebody wrote it; `minimum` is 0 while it is being written. */
export const localTextOf = (maximum: number, minimum: 0 | 1 = 1) => {
  const text = z.string().trim().min(minimum).max(maximum);
  return z.strictObject({
    nl: text,
    en: text.optional(),
    de: text.optional(),
    pl: text.optional(),
    uk: text.optional(),
    tr: text.optional(),
    ar: text.optional(),
    reviewed: z
      .array(z.enum(TRANSLATION_LANGUAGES))
      .max(TRANSLATION_LANGUAGES.length)
      .optional()
      .meta({ description: 'Languages that a speaker has checked; Dutch and English are shown without' }),
  });
};
const lineSchema = localTextOf(CONTENT_LIMITS.line);
const sentenceSchema = localTextOf(CONTENT_LIMITS.sentence);
export type LocalText = z.infer<typeof sentenceSchema>;

/** A picture in the bundle; a path below `images/`, never an address elsewhere. */
export const contentImageSchema = z
  .string()
  .regex(/^images\/[a-z0-9-]{1,60}\.(?:svg|webp|jpg|png)$/u, 'a picture is images/name.svg, .webp, .jpg or .png');

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-4]):[0-5]\d$/u, 'a time of day is HH:MM');
const openDay = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from < to, 'closing comes after opening')
  .nullable();

/** Opening times of a week and the dates on which the centre stays closed. */
export const contentHoursSchema = z.strictObject({
  hours: z.strictObject({ mon: openDay, tue: openDay, wed: openDay, thu: openDay, fri: openDay, sat: openDay, sun: openDay }),
  closedDates: z.array(z.iso.date()).max(CONTENT_LIMITS.closedDates),
});

const siteContentSchema = contentHoursSchema.extend({
  images: z.strictObject({ day: contentImageSchema, evening: contentImageSchema, shop: contentImageSchema }),
});

/** One step of the way of goods: collect, make ready, sell, and the goods at home. */
const phaseSchema = z.strictObject({ title: lineSchema, text: sentenceSchema, image: contentImageSchema });
export const phasesSchema = z.array(phaseSchema).min(CONTENT_LIMITS.phasesMin).max(CONTENT_LIMITS.phases);

export const storyIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/u);

/** What goods of one stream became: one or two pictures, two or three sentences, and one thing a visitor can do next. */
export const storySchema = z.strictObject({
  id: storyIdSchema,
  title: lineSchema,
  text: sentenceSchema,
  images: z.array(contentImageSchema).min(1).max(CONTENT_LIMITS.photos),
  next: sentenceSchema,
  from: z.iso.date().optional().meta({ description: 'First local day it is shown' }),
  until: z.iso.date().optional().meta({ description: 'Last local day it is shown' }),
  /** True once everybody who can be recognised in the pictures said yes; drawings show nobody. */
  consent: z.literal(true),
});
export type Story = z.infer<typeof storySchema>;

const streamContentSchema = z.strictObject({
  id: streamSchema,
  name: lineSchema,
  image: contentImageSchema,
  stories: z.array(storySchema).max(CONTENT_LIMITS.storiesPerStream),
});

/** Where goods became what, in shares that add up to 1; a national figure until the centre has its own. */
const outcomeFiguresSchema = z
  .strictObject({
    scope: z.enum(['national', 'own']),
    year: z.int().min(2_000).max(2_100),
    source: z.string().min(1).max(160),
    reused: z.number().min(0).max(1),
    recycled: z.number().min(0).max(1),
    residual: z.number().min(0).max(1),
  })
  .refine((shares) => Math.abs(shares.reused + shares.recycled + shares.residual - 1) < 0.005, 'the shares must add up to 1');

const placeSchema = z.strictObject({ icon: z.enum(PLACE_ICONS), goods: lineSchema, place: lineSchema });
export const placesSchema = z.array(placeSchema).min(1).max(CONTENT_LIMITS.places);

const shopItemSchema = z.strictObject({
  name: lineSchema,
  price: z.string().trim().max(CONTENT_LIMITS.price),
  image: contentImageSchema.optional().meta({ description: 'Photo of the thing itself' }),
});
export const shopSchema = z.array(shopItemSchema).max(CONTENT_LIMITS.shop);

const saidDonePairSchema = z.strictObject({ said: sentenceSchema, done: sentenceSchema });
export const saidDoneSchema = z.array(saidDonePairSchema).max(CONTENT_LIMITS.saidDone);

/** All a kiosk page needs to work without the hub; `version` is the hash of everything in it. */
export const contentBundleSchema = z.strictObject({
  schemaVersion: z.literal(1),
  version: z.string().min(8).max(64),
  site: siteContentSchema,
  phases: phasesSchema,
  streams: z.array(streamContentSchema).min(1).max(6),
  outcomes: outcomeFiguresSchema,
  /** Factor shown in the explanation when the hub has told none yet. */
  impact: impactFactorSchema,
  places: placesSchema,
  shop: shopSchema,
  saidDone: saidDoneSchema,
  /** What is read aloud where a view shows words of the page itself; stories are read from their own texts. */
  spoken: z.strictObject({ ask: sentenceSchema, opinion: sentenceSchema, co2: sentenceSchema }),
});
export type ContentBundle = z.infer<typeof contentBundleSchema>;

/** Which texts of a bundle have a sound, by language and name: paths below the content folder. */
export const contentSoundsSchema = z.partialRecord(z.enum(['nl', 'en']), z.record(z.string(), z.string()));
export type ContentSounds = z.infer<typeof contentSoundsSchema>;

/** All texts to read aloud in one language, by the name of their sound. A text without that language is left out. */
export function spokenTextsOf(bundle: ContentBundle, language: 'nl' | 'en'): Readonly<Record<string, string>> {
  const stories = bundle.streams.flatMap(({ stories }) =>
    stories.map(({ id, title, text, next }) => [`story-${id}`, [title[language], text[language], next[language]]] as const),
  );
  const views = Object.entries(bundle.spoken).map(([name, text]) => [name, [text[language]]] as const);
  return Object.fromEntries(
    [...views, ...stories].flatMap(([name, texts]) => (texts.includes(undefined) ? [] : [[name, texts.join('. ')]])),
  );
}

/** Path of a file in a bundle. */
export const contentPathSchema = z.string().regex(/^(?:[a-z0-9-]{1,40}\/){0,2}[A-Za-z0-9-]{1,60}\.(?:json|svg|webp|jpg|png)$/u);

/** What a published bundle is made of; a kiosk takes it only when every hash is right. */
export const contentManifestSchema = z.strictObject({
  version: z.string().regex(/^[a-f0-9]{16}$/u),
  publishedAt: atMsSchema,
  files: z
    .array(
      z.strictObject({
        path: contentPathSchema,
        sha256: z.string().regex(/^[a-f0-9]{64}$/u),
        bytes: z.int().min(1).max(8_388_608).meta({ unit: 'byte' }),
      }),
    )
    .min(1)
    .max(400),
});
export type ContentManifest = z.infer<typeof contentManifestSchema>;

/** How a bundle fared on a kiosk: it shows it, it went back because the page did not live, or it never took it. */
export const contentReportSchema = z.strictObject({
  version: z.string().min(1).max(64),
  publishedAt: atMsSchema,
  outcome: z.enum(['running', 'rolled_back', 'refused']),
  reason: z.string().max(200).optional(),
  at: atMsSchema,
});
export type ContentReport = z.infer<typeof contentReportSchema>;
