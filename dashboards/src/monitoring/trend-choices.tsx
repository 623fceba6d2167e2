import type { JSX } from 'preact';
import { choose } from './address.ts';
import { Pick } from './field.tsx';
import type { Definitions } from './hub-types.ts';
import { period, periodQuery } from './period.ts';
import type { Bucket } from './trend-table.tsx';
import { MEASURE_NAMES, t, wordOf } from './words.ts';

const BUCKETS = ['hour', 'day', 'isoWeek', 'month', 'year'] as const;
const GROUPS = ['total', 'device', 'stream', 'block'] as const;
const COMPARES = ['none', 'last_year', 'baseline', 'target'] as const;
const COMPARE = /^(none|last_year|baseline|target|device:[a-z0-9-]+\/[a-z0-9-]+|site:\d+)$/u;
const DEVICE = /^[a-z0-9-]+\/[a-z0-9-]+$/u;
const HOURS_AT_MOST_MS = 62 * 86_400_000;

/** Kinds of devices a measure comes from; measures of the registers come from none. */
const KINDS: Readonly<Record<string, string>> = { mass: 'scale', gifts: 'scale', emptied: 'scale', visits: 'door', tool_hours: 'tool' };

/** What the page shows, as the address says it. */
export interface TrendAsked {
  readonly measure: string;
  readonly bucket: Bucket;
  readonly group: (typeof GROUPS)[number];
  readonly compare: string;
  readonly device: string;
  readonly open: 'yes' | 'no';
}

const isLong = (): boolean => period.value.to - period.value.from > HOURS_AT_MOST_MS;

/** The choices in an address; what it does not say or says wrongly is the usual one. */
export function askedOf(query: Readonly<Record<string, string>>): TrendAsked {
  const one = <T extends string>(options: readonly T[], name: string, other: T): T =>
    options.find((option) => option === query[name]) ?? other;
  const measure = one(MEASURE_NAMES, 'measure', 'mass');
  // A year of hours is more than a chart can show or a person can read.
  const wanted = one(BUCKETS, 'bucket', 'month');
  const { compare = 'none', device = '' } = query;
  const isSensed = KINDS[measure] !== undefined;
  return {
    measure,
    bucket: wanted === 'hour' && isLong() ? 'day' : wanted,
    group: one(GROUPS, 'group', 'total'),
    compare: COMPARE.test(compare) ? compare : 'none',
    device: isSensed && DEVICE.test(device) ? device : '',
    open: isSensed ? one(['yes', 'no'], 'open', 'no') : 'no',
  };
}

/** The question for the hub. */
export function trendQuery({ measure, bucket, group, compare, device, open }: TrendAsked): string {
  const asked = `${periodQuery.value}&measure=${measure}&bucket=${bucket}&group=${group}&compare=${compare}`;
  return `${asked}${device === '' ? '' : `&device=${device}`}${open === 'yes' ? '&open=true' : ''}`;
}

/** What a chart is held against, in words. */
export function compareWord(compare: string, about: Definitions | undefined): string {
  const known = COMPARES.find((name) => name === compare);
  if (known !== undefined) return t.value(`compare.${known}`);
  const [what = '', whom = ''] = compare.split(':', 2);
  if (what === 'device') return t.value('compare.device', { name: about?.sensors.find(({ key }) => key === whom)?.name ?? whom });
  return t.value('compare.site', { name: about?.otherSites.find(({ id }) => String(id) === whom)?.name ?? whom });
}

interface Option {
  readonly value: string;
  readonly word: string;
}

/** Everything a person can choose about a chart. */
export function TrendChoices({ asked, about }: { readonly asked: TrendAsked; readonly about: Definitions | undefined }): JSX.Element {
  const kind = KINDS[asked.measure];
  const devices = (about?.sensors ?? []).filter((sensor) => sensor.kind === kind);
  const compares: readonly Option[] = [
    ...COMPARES.map((value) => ({ value, word: t.value(`compare.${value}`) })),
    ...devices.filter(({ key }) => key !== asked.device).map(({ key }) => optionOf(`device:${key}`, about)),
    ...(about?.otherSites ?? []).map(({ id }) => optionOf(`site:${id}`, about)),
  ];
  // The address may name what is not in the list yet, while the list is on its way.
  const listed = compares.some(({ value }) => value === asked.compare) ? compares : [...compares, optionOf(asked.compare, about)];
  return (
    <div class="results-choices">
      <Choice
        name="measure"
        label={t.value('trend.measure')}
        asked={asked}
        options={MEASURE_NAMES.map((value) => ({ value, word: wordOf('measure', value) }))}
      />
      <Choice
        name="bucket"
        label={t.value('trend.bucket')}
        asked={asked}
        options={(isLong() ? BUCKETS.slice(1) : BUCKETS).map((value) => ({ value, word: t.value(`bucket.${value}`) }))}
      />
      <Choice
        name="group"
        label={t.value('trend.group')}
        asked={asked}
        options={GROUPS.map((value) => ({ value, word: t.value(`group.${value}`) }))}
      />
      {kind !== undefined && (
        <>
          <Choice
            name="device"
            label={t.value('trend.device')}
            asked={asked}
            options={[{ value: '', word: t.value('trend.allDevices') }, ...devices.map(({ key, name }) => ({ value: key, word: name }))]}
          />
          <Choice
            name="open"
            label={t.value('trend.when')}
            asked={asked}
            options={[
              { value: 'no', word: t.value('trend.always') },
              { value: 'yes', word: t.value('trend.open') },
            ]}
          />
        </>
      )}
      <Choice name="compare" label={t.value('trend.compare')} asked={asked} options={listed} />
    </div>
  );
}

const optionOf = (value: string, about: Definitions | undefined): Option => ({ value, word: compareWord(value, about) });

function Choice(props: {
  readonly name: keyof TrendAsked;
  readonly label: string;
  readonly asked: TrendAsked;
  readonly options: readonly Option[];
}): JSX.Element {
  const { name, label, asked, options } = props;
  return <Pick label={label} value={asked[name]} options={options} onPick={(value) => choose({ [name]: value })} />;
}
