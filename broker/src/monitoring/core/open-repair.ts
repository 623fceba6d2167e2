import type { EntryOf, ImportRowCode, ImportRowError, RepairBarrier, RepairStatus } from '@kringwijzer/contract';
import type { Cell } from './csv.ts';
import { rowError } from './import-errors.ts';

type Repair = EntryOf<'repair'>;

/** Columns of the published files of the Open Repair Data Standard v0.3, in their order. */
export const OPEN_REPAIR_COLUMNS = [
  'id',
  'data_provider',
  'country',
  'partner_product_category',
  'product_category',
  'product_category_id',
  'brand',
  'year_of_manufacture',
  'product_age',
  'repair_status',
  'repair_barrier_if_end_of_life',
  'group_identifier',
  'event_date',
  'problem',
] as const;

/** The 40 powered categories of the standard, by their number from 1. */
export const OPEN_REPAIR_CATEGORIES: readonly string[] = [
  'Aircon/dehumidifier',
  'Battery/charger/adapter',
  'Decorative or safety lights',
  'Desktop computer',
  'Digital compact camera',
  'DSLR/video camera',
  'Fan',
  'Flat screen',
  'Hair & beauty item',
  'Handheld entertainment device',
  'Headphones',
  'Hi-Fi integrated',
  'Hi-Fi separates',
  'Kettle',
  'Lamp',
  'Laptop',
  'Large home electrical',
  'Misc',
  'Mobile',
  'Musical instrument',
  'Paper shredder',
  'PC accessory',
  'Portable radio',
  'Power tool',
  'Printer/scanner',
  'Projector',
  'Sewing machine',
  'Small home electrical',
  'Small kitchen item',
  'Tablet',
  'Toaster',
  'Toy',
  'TV and gaming-related accessories',
  'Vacuum',
  'Watch/clock',
  'Coffee maker',
  'Food processor',
  'Games console',
  'Hair dryer',
  'Iron',
];

const STATUS_WORDS: Readonly<Record<RepairStatus, string>> = {
  unknown: 'Unknown',
  fixed: 'Fixed',
  repairable: 'Repairable',
  end_of_life: 'End of life',
};
const STATUS_NUMBERS: readonly RepairStatus[] = ['unknown', 'fixed', 'repairable', 'end_of_life'];

// What the table schema of the standard allows is written; item 3 goes without "the" there and item 6 without a subject.
const BARRIER_WORDS: Readonly<Record<RepairBarrier, string>> = {
  parts_not_available: 'Spare parts not available',
  parts_too_expensive: 'Spare parts too expensive',
  no_way_to_open: 'No way to open product',
  no_information: 'Repair information not available',
  no_equipment: 'Lack of equipment',
  too_worn: 'Too worn out',
};
const BARRIERS_READ: readonly (readonly [RegExp, RepairBarrier])[] = [
  [/^spare parts not available$/iu, 'parts_not_available'],
  [/^spare parts too expensive$/iu, 'parts_too_expensive'],
  [/^no way to open (the )?product$/iu, 'no_way_to_open'],
  [/^repair information not available$/iu, 'no_information'],
  [/^lack of equipment$/iu, 'no_equipment'],
  [/^((product|item) )?too worn out$/iu, 'too_worn'],
];

const REQUIRED = ['id', 'data_provider', 'country', 'partner_product_category', 'repair_status', 'event_date'] as const;

/** Reads one row of a published file. Ids of any shape are taken: published ones do not follow the pattern of the schema. */
export function repairOfRow(row: Readonly<Record<string, string>>, rowNumber: number): Repair | ImportRowError {
  const cell = (column: string): string => (row[column] ?? '').trim();
  const wrong = (column: string, code: ImportRowCode): ImportRowError => rowError({ row: rowNumber, column, code, value: cell(column) });
  const missing = REQUIRED.find((column) => cell(column) === '');
  if (missing !== undefined) return wrong(missing, 'missing');
  const at = dateOf(cell('event_date'));
  if (at === undefined) return wrong('event_date', 'not_a_date');
  const status = statusOf(cell('repair_status'));
  if (status === undefined) return wrong('repair_status', 'not_a_word');
  const barrierText = cell('repair_barrier_if_end_of_life');
  const barrier = BARRIERS_READ.find(([words]) => words.test(barrierText))?.[1];
  if (barrierText !== '' && barrier === undefined) return wrong('repair_barrier_if_end_of_life', 'not_a_word');
  const numbers = numbersOf(cell('year_of_manufacture'), cell('product_age'));
  if (typeof numbers === 'string') return wrong(numbers, 'not_a_number');
  return {
    kind: 'repair',
    from: at,
    to: at,
    method: 'administration',
    source: cell('data_provider').slice(0, 80),
    externalId: cell('id').slice(0, 80),
    product: cell('partner_product_category').slice(0, 120),
    status,
    problem: cell('problem').slice(0, 1_000),
    country: cell('country'),
    ...numbers,
    ...(barrier !== undefined && { barrier }),
    ...optionalTexts(cell),
  };
}

function optionalTexts(cell: (column: string) => string): Pick<Repair, 'category' | 'brand' | 'group'> {
  const [category, brand, group] = [
    cell('product_category').slice(0, 80),
    cell('brand').slice(0, 80),
    cell('group_identifier').slice(0, 120),
  ];
  return { ...(category !== '' && { category }), ...(brand !== '' && { brand }), ...(group !== '' && { group }) };
}

/** Rows of a file of the standard, heads first. Free text is given as it was entered: it must hold no personal data. */
export function openRepairRows(
  repairs: readonly { readonly id: number; readonly body: Repair }[],
  provider: string,
): readonly (readonly Cell[])[] {
  return [OPEN_REPAIR_COLUMNS, ...repairs.map(({ id, body }) => rowOf(id, body, provider))];
}

function rowOf(id: number, body: Repair, provider: string): readonly Cell[] {
  const number = OPEN_REPAIR_CATEGORIES.indexOf(body.category ?? '') + 1;
  return [
    body.externalId ?? `${provider.toLowerCase().replaceAll(/[^a-z]/gu, '')}-${id}`,
    body.source,
    body.country,
    body.product,
    body.category ?? '',
    number > 0 ? String(number) : '',
    body.brand ?? '',
    body.yearOfManufacture === undefined ? '' : String(body.yearOfManufacture),
    body.productAge === undefined ? '' : body.productAge.toFixed(1),
    STATUS_WORDS[body.status],
    body.barrier === undefined ? '' : BARRIER_WORDS[body.barrier],
    body.group ?? '',
    new Date(body.from).toISOString().slice(0, 10),
    body.problem,
  ];
}

/** Noon UTC of a date YYYY-MM-DD, so that it is that day in every zone of Europe; undefined when there is no such day. */
export function dateOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined;
  const at = Date.parse(`${text}T12:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : at;
}

function statusOf(text: string): RepairStatus | undefined {
  if (/^[0-3]$/u.test(text)) return STATUS_NUMBERS[Number(text)];
  return STATUS_NUMBERS.find((status) => STATUS_WORDS[status].toLowerCase() === text.toLowerCase());
}

function numbersOf(
  yearText: string,
  ageText: string,
): Pick<Repair, 'yearOfManufacture' | 'productAge'> | 'year_of_manufacture' | 'product_age' {
  const [year, age] = [Number(yearText), Number(ageText)];
  if (yearText !== '' && !(Number.isInteger(year) && year >= 1800 && year <= 2200)) return 'year_of_manufacture';
  if (ageText !== '' && !(age >= 0 && age <= 300)) return 'product_age';
  return { ...(yearText !== '' && { yearOfManufacture: year }), ...(ageText !== '' && { productAge: age }) };
}
