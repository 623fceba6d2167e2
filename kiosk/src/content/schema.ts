import { impactFactorSchema, streamSchema } from '@kringwijzer/contract';
import { z } from 'zod';

/** Longest texts, in characters: what fits on the smallest panel in the longest language. */
const LINE_MAX = 60;
const SENTENCE_MAX = 160;

const line = z.string().trim().min(1).max(LINE_MAX);
const sentence = z.string().trim().min(1).max(SENTENCE_MAX);
const inLanguages = <T extends z.ZodType>(text: T) =>
  z.strictObject({
    nl: text,
    en: text,
    de: text.optional(),
    pl: text.optional(),
    uk: text.optional(),
    tr: text.optional(),
    ar: text.optional(),
  });

/** A text in Dutch and English, and in as many more languages as somebody wrote it. */
const lineSchema = inLanguages(line);
const sentenceSchema = inLanguages(sentence);
export type LocalText = z.infer<typeof sentenceSchema>;

/** A picture in the bundle; a path below `images/`, never an address elsewhere. */
const imageSchema = z
  .string()
  .regex(/^images\/[a-z0-9-]{1,60}\.(?:svg|webp|jpg|png)$/u, 'a picture is images/name.svg, .webp, .jpg or .png');

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-4]):[0-5]\d$/u, 'a time of day is HH:MM');
const openDay = z.strictObject({ from: timeOfDay, to: timeOfDay }).nullable();

const siteContentSchema = z.strictObject({
  hours: z.strictObject({ mon: openDay, tue: openDay, wed: openDay, thu: openDay, fri: openDay, sat: openDay, sun: openDay }),
  closedDates: z.array(z.iso.date()).max(100),
  images: z.strictObject({ day: imageSchema, evening: imageSchema, shop: imageSchema }),
});

/** One step of the way of goods: collect, make ready, sell, and the goods at home. */
const phaseSchema = z.strictObject({ title: lineSchema, text: sentenceSchema, image: imageSchema });

/** What goods of one stream became: a picture, two or three sentences, and one thing a visitor can do next. */
const storySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/u),
  title: lineSchema,
  text: sentenceSchema,
  image: imageSchema,
  next: sentenceSchema,
  /** True once everybody who can be recognised in the picture said yes; drawings show nobody. */
  consent: z.literal(true),
});

const streamContentSchema = z.strictObject({
  id: streamSchema,
  name: lineSchema,
  image: imageSchema,
  stories: z.array(storySchema).min(1).max(12),
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

const ICONS = [
  'reuse',
  'wood',
  'metal',
  'rubble',
  'garden',
  'chemical',
  'electric',
  'paper',
  'textile',
  'mattress',
  'glass',
  'help',
] as const;
const placeSchema = z.strictObject({ icon: z.enum(ICONS), goods: lineSchema, place: lineSchema });
const shopItemSchema = z.strictObject({ name: lineSchema, price: z.string().max(12) });
const saidDoneSchema = z.strictObject({ said: sentenceSchema, done: sentenceSchema });

/** All a page needs to work without the hub; `version` is the hash of everything in it. */
export const bundleSchema = z.strictObject({
  schemaVersion: z.literal(1),
  version: z.string().min(8).max(64),
  site: siteContentSchema,
  phases: z.array(phaseSchema).min(3).max(5),
  streams: z.array(streamContentSchema).min(1).max(6),
  outcomes: outcomeFiguresSchema,
  /** Factor shown in the explanation when the hub has told none yet. */
  impact: impactFactorSchema,
  places: z.array(placeSchema).min(1).max(12),
  shop: z.array(shopItemSchema).max(4),
  saidDone: z.array(saidDoneSchema).max(6),
  /** What is read aloud where a view shows words of the page itself; stories are read from their own texts. */
  spoken: z.strictObject({ ask: sentenceSchema, opinion: sentenceSchema, co2: sentenceSchema }),
});
export type Bundle = z.infer<typeof bundleSchema>;
