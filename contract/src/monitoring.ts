import { z } from 'zod';
import { atMsSchema } from './ids.ts';
import { outcomeSchema, streamSchema } from './words.ts';

/** How a registered figure came about; printed beside it. */
export const ENTRY_METHODS = ['weighed', 'counted', 'estimated', 'administration', 'survey'] as const;
export const entryMethodSchema = z.enum(ENTRY_METHODS);
export type EntryMethod = z.infer<typeof entryMethodSchema>;

/** Groups of people that are counted. The first five are there at a moment, the others are added up over a period. */
export const PEOPLE_GROUPS = [
  'paid_staff',
  'target_group',
  'learn_work_places',
  'volunteers',
  'day_care',
  'pupils',
  'course_participants',
  'event_participants',
] as const;
export const peopleGroupSchema = z.enum(PEOPLE_GROUPS);
export type PeopleGroup = z.infer<typeof peopleGroupSchema>;

/** Groups of fewer people than this are hidden in every figure. */
export const SMALLEST_GROUP = 10;

/** Words of the Open Repair Data Standard v0.3 for what became of a repair. */
export const REPAIR_STATUSES = ['fixed', 'repairable', 'end_of_life', 'unknown'] as const;
export const repairStatusSchema = z.enum(REPAIR_STATUSES);
export type RepairStatus = z.infer<typeof repairStatusSchema>;

/** Building blocks of a circulair ambachtscentrum (Startersgids): where in the centre a device stands. */
export const BUILDING_BLOCKS = ['recycling_yard', 'thrift_shop', 'repair', 'education', 'social', 'workshop', 'sharing'] as const;
export const buildingBlockSchema = z.enum(BUILDING_BLOCKS);
export type BuildingBlock = z.infer<typeof buildingBlockSchema>;

/** Why a product could not be repaired (Open Repair Data Standard v0.3, items 1 to 6). */
export const REPAIR_BARRIERS = [
  'parts_not_available',
  'parts_too_expensive',
  'no_way_to_open',
  'no_information',
  'no_equipment',
  'too_worn',
] as const;
export const repairBarrierSchema = z.enum(REPAIR_BARRIERS);
export type RepairBarrier = z.infer<typeof repairBarrierSchema>;

/** Id of a line made by the page that wrote it, so that a line sent twice counts once. */
export const clientIdSchema = z.string().regex(/^[A-Za-z0-9-]{8,64}$/u, 'an id of 8 to 64 letters, digits and hyphens');

const massG = z.int().min(0).max(1_000_000_000).meta({ unit: 'g' });
const pieces = z.int().min(0).max(10_000_000);
const text = (max: number) => z.string().trim().min(1).max(max);

const common = {
  from: atMsSchema.meta({ description: 'Start of what the figure is about; it counts in the period that holds this moment' }),
  to: atMsSchema,
  method: entryMethodSchema,
  source: text(80).meta({ description: 'Which partner or register it comes from' }),
  note: z.string().trim().max(500).optional(),
};
const stream = streamSchema.optional();

const registers = [
  z.strictObject({
    kind: z.literal('weighing'),
    ...common,
    direction: z.enum(['in', 'out']),
    stream,
    massG,
    uncertaintyG: massG.optional(),
  }),
  z.strictObject({ kind: z.literal('weighbridge'), ...common, direction: z.enum(['in', 'out']), stream, massG, ticket: text(64) }),
  z.strictObject({ kind: z.literal('count'), ...common, what: z.enum(['pieces_in', 'pieces_out', 'visits']), stream, count: pieces }),
  z.strictObject({
    kind: z.literal('sale'),
    ...common,
    stream,
    pieces,
    massG: massG.optional(),
    cents: z.int().min(0).max(10_000_000_000).meta({ unit: 'euro cent' }),
    customers: pieces.optional(),
  }),
  z.strictObject({
    kind: z.literal('outcome'),
    ...common,
    outcome: outcomeSchema,
    stream,
    pieces: pieces.optional(),
    massG: massG.meta({ description: '0 when only pieces were counted' }),
    client: clientIdSchema.optional(),
    barcode: text(64).optional(),
  }),
  z.strictObject({
    kind: z.literal('repair'),
    ...common,
    externalId: text(80).optional(),
    product: text(120),
    category: text(80).optional(),
    brand: text(80).optional(),
    yearOfManufacture: z.int().min(1800).max(2200).optional(),
    productAge: z.number().min(0).max(300).optional().meta({ unit: 'a' }),
    status: repairStatusSchema,
    barrier: repairBarrierSchema.optional(),
    problem: z.string().trim().max(1_000),
    group: text(120).optional(),
    country: z.string().regex(/^[A-Z]{3}$/u, 'a country is three capital letters (ISO 3166-1)'),
    stream,
    massG: massG.optional(),
  }),
  z.strictObject({
    kind: z.literal('people'),
    ...common,
    group: peopleGroupSchema,
    persons: pieces,
    fte: z.number().min(0).max(100_000).optional(),
  }),
  z.strictObject({ kind: z.literal('survey'), ...common, veryHappy: pieces, happy: pieces, unhappy: pieces, veryUnhappy: pieces }),
] as const;

const plans = [
  z.strictObject({
    kind: z.literal('baseline'),
    ...common,
    name: text(80),
    values: z
      .record(z.string().max(64), z.number())
      .optional()
      .meta({ description: 'Typed-in figures of the period, by indicator; without them the period itself is measured' }),
  }),
  z.strictObject({
    kind: z.literal('target'),
    ...common,
    indicator: text(64),
    direction: z.enum(['at_least', 'at_most']),
    value: z.number(),
  }),
  z.strictObject({
    kind: z.literal('marker'),
    ...common,
    type: z.enum(['campaign', 'closure', 'tariff', 'change', 'other']),
    text: text(120),
  }),
  z.strictObject({
    kind: z.literal('evaluation'),
    ...common,
    title: text(120),
    text: z.string().trim().max(4_000).meta({ description: 'What will be adjusted' }),
    figures: z.record(z.string(), z.number()).optional().meta({ description: 'Frozen by the hub at the moment of the evaluation' }),
  }),
  z.strictObject({ kind: z.literal('story'), ...common, title: text(120), text: text(1_000), stream }),
  z.strictObject({
    kind: z.literal('partner'),
    ...common,
    name: text(80),
    records: text(300),
    reliability: z.enum(['high', 'medium', 'low', 'unknown']),
  }),
  z.strictObject({
    kind: z.literal('place'),
    ...common,
    device: z
      .string()
      .regex(/^[a-z0-9-]{1,32}\/[a-z0-9-]{1,32}$/u)
      .meta({ description: 'node/device; its latest line counts, for all of time' }),
    block: buildingBlockSchema,
  }),
  z.strictObject({
    kind: z.literal('other_site'),
    ...common,
    name: text(80),
    months: z
      .array(z.strictObject({ from: atMsSchema, to: atMsSchema, figures: z.record(z.string().max(64), z.number()) }))
      .min(1)
      .max(240)
      .meta({ description: 'Figures of another site by month, from its open data' }),
  }),
] as const;

/** What a person or an import writes into the journal of the site: registers with the rank of a sensor, and plans. */
export const entryBodySchema = z
  .discriminatedUnion('kind', [...registers, ...plans])
  .refine((entry) => entry.to >= entry.from, { path: ['to'], message: 'the end lies before the start' });
export type EntryBody = z.infer<typeof entryBodySchema>;
export type EntryKind = EntryBody['kind'];
export type EntryOf<K extends EntryKind> = Extract<EntryBody, { kind: K }>;

/** Kinds that hold figures of their own, and kinds that hold plans and words. */
export const REGISTER_KINDS = [
  'weighing',
  'weighbridge',
  'count',
  'sale',
  'outcome',
  'repair',
  'people',
  'survey',
] as const satisfies readonly EntryKind[];
export const PLAN_KINDS = [
  'baseline',
  'target',
  'marker',
  'evaluation',
  'story',
  'partner',
  'place',
  'other_site',
] as const satisfies readonly EntryKind[];
export const entryKindSchema = z.enum([...REGISTER_KINDS, ...PLAN_KINDS]);

/** One line of the journal; lines are never changed, a later one may stand in its place. */
export const journalEntrySchema = z.strictObject({
  id: z.int().min(1),
  recordedAt: atMsSchema,
  by: z.string(),
  body: entryBodySchema,
  supersedes: z.int().optional().meta({ description: 'The line this one stands in the place of' }),
  why: z.string().optional(),
  struck: z.boolean().meta({ description: 'True when the line it supersedes no longer counts and nothing takes its place' }),
  batch: z.int().optional().meta({ description: 'The import it came with' }),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

export const correctionRequestSchema = z.strictObject({ why: text(300), body: entryBodySchema.optional() });

/** A figure for a period, with its 95 % half-width where it is known. */
export const indicatorResultSchema = z.strictObject({
  id: z.string(),
  value: z.number().optional().meta({ description: 'Absent when nothing was recorded or the group is too small' }),
  uncertainty: z.number().min(0).optional().meta({ description: 'Half-width of the 95 % interval; absent when not known' }),
  low: z.number().optional().meta({ description: 'Low end of the range of the factor' }),
  high: z.number().optional(),
  hidden: z.boolean().meta({ description: 'A group of fewer than 10 people is in it' }),
  records: z.int().min(0),
  notes: z.array(z.string()).meta({ description: 'Codes of caveats that hold for this figure' }),
});
export type IndicatorResult = z.infer<typeof indicatorResultSchema>;

/** What can be wrong with a row of a file; pages say it in their own language. */
export const IMPORT_ROW_CODES = [
  'missing',
  'not_a_date',
  'not_a_number',
  'not_whole',
  'not_a_word',
  'too_low',
  'too_high',
  'too_long',
  'ends_before_start',
  'unknown_field',
  'wrong_form',
] as const;
export type ImportRowCode = (typeof IMPORT_ROW_CODES)[number];

/** How one row of an import came through the dry run; `row` counts from 1 at the line of heads. */
export const importRowErrorSchema = z.strictObject({
  row: z.int(),
  column: z.string().optional(),
  code: z.enum(IMPORT_ROW_CODES),
  value: z.string().optional().meta({ description: 'What stands in the cell' }),
  reason: z.string().meta({ description: 'The same in English' }),
});
export type ImportRowError = z.infer<typeof importRowErrorSchema>;

export const importRequestSchema = z.strictObject({
  file: text(120),
  kind: z.enum(REGISTER_KINDS),
  text: z.string().max(2_000_000).meta({ description: 'The CSV file as text, or the workbook in base64' }),
  container: z.enum(['csv', 'xlsx']).default('csv').meta({ description: 'What `text` is; of a workbook the first sheet is read' }),
  format: z.enum(['columns', 'open-repair', 'repair-cafe', 'exchange']).default('columns'),
  exchange: z.string().max(64).optional().meta({ description: 'Name of the mapping file, with format exchange' }),
  mapping: z.record(z.string().max(64), z.string().max(120)).default({}).meta({ description: 'Our field to the head of the column' }),
  constants: z.record(z.string().max(64), z.string().max(200)).default({}).meta({ description: 'Our field to a fixed value' }),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;
