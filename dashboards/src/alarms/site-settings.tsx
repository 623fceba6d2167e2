import type { AlarmSettings, AlarmSite, WebhookSecret } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import check from 'lucide-static/icons/check.svg?raw';
import key from 'lucide-static/icons/key-round.svg?raw';
import send from 'lucide-static/icons/send.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type DayNames, isWebAddress, NUMBERS, type NumberKey, pickupsOf, pickupsText, wholeNumber } from '../core/alarm-settings-form.ts';
import { apiPost } from '../data/api.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { Notice } from '../parts/notice.tsx';
import { LineField } from './line-field.tsx';
import { Rules } from './rules.tsx';
import { t } from './words.ts';

const LABELS = {
  nearlyFullPercent: 'site.nearlyFull',
  fullPercent: 'site.full',
  noDataMin: 'site.noData',
  calibrationDays: 'site.calibration',
  diskFreeMb: 'site.disk',
  afterHoursKg: 'site.afterHours',
  afterHoursMarginMin: 'site.margin',
  toolServiceH: 'site.service',
} as const satisfies Readonly<Record<NumberKey, string>>;
const KEYS = Object.keys(NUMBERS) as NumberKey[];
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What a coordinator typed, as text until it is right. */
interface Draft {
  readonly numbers: Readonly<Record<NumberKey, string>>;
  /** Hours by `<node>/<device>`; empty for those that are as all. */
  readonly tools: Readonly<Record<string, string>>;
  readonly pickups: string;
  readonly webhook: string;
  readonly kinds: AlarmSettings['kinds'];
}

/** What is wrong, by field; a tool by its key. */
type Wrong = Readonly<Partial<Record<string, string>>>;

const dayNames = (): DayNames => Object.fromEntries(DAYS.map((day) => [day, t.value(`day.${day}`)])) as DayNames;

/** Thresholds, rules and pickup days of the site; changes are kept with who made them. */
export function SiteSettings(props: { readonly site: AlarmSite; readonly onSaved: () => void }): JSX.Element {
  const say = t.value;
  const { settings } = props.site;
  const draft = useSignal(draftOf(props.site));
  const save = useMemo(
    () =>
      createTask(async (next: AlarmSettings) => {
        await apiPost('/alarms/settings', next);
        props.onSaved();
      }),
    [],
  );
  const { webhook, kinds } = draft.value;
  const wrong = wrongOf(draft.value);
  const next = Object.keys(wrong).length === 0 ? settingsOf(settings, draft.value) : undefined;
  const change = (part: Partial<Draft>): void => {
    draft.value = { ...draft.value, ...part };
    save.reset();
  };
  return (
    <form
      class="tell"
      onSubmit={(event) => {
        event.preventDefault();
        if (next !== undefined) void save.run(next);
      }}
    >
      <Numbers site={props.site} draft={draft.value} wrong={wrong} onChange={change} />
      <Rules kinds={kinds} onKinds={(value) => change({ kinds: value })} />
      <Webhook site={props.site} text={webhook} wrong={wrong['webhook']} onText={(value) => change({ webhook: value })} />
      <Button
        kind="primary"
        type="submit"
        svg={check}
        label={say('settings.save')}
        busy={save.status.value.state === 'busy'}
        disabled={next === undefined}
      />
      <Failure status={save.status.value} />
      {save.status.value.state === 'done' && <Notice tone="good" svg={check} role="status" title={say('settings.saved')} />}
    </form>
  );
}

function Numbers(props: {
  readonly site: AlarmSite;
  readonly draft: Draft;
  readonly wrong: Wrong;
  readonly onChange: (part: Partial<Draft>) => void;
}): JSX.Element {
  const say = t.value;
  const { wrong, onChange } = props;
  const { numbers, tools, pickups } = props.draft;
  return (
    <div class="tell-card">
      <div class="tell-pair">
        {KEYS.map((name) => (
          <LineField
            key={name}
            label={say(LABELS[name])}
            numeric
            value={numbers[name]}
            wrong={wrong[name]}
            onInput={(value) => onChange({ numbers: { ...numbers, [name]: value } })}
          />
        ))}
      </div>
      {props.site.tools.length > 0 && (
        <div class="tell-pair">
          {props.site.tools.map(({ node, device, name }) => {
            const key = `${node}/${device}`;
            return (
              <LineField
                key={key}
                label={say('site.toolService', { name })}
                numeric
                value={tools[key] ?? ''}
                wrong={wrong[key]}
                onInput={(value) => onChange({ tools: { ...tools, [key]: value.trim() } })}
              />
            );
          })}
        </div>
      )}
      <LineField
        label={say('site.pickups')}
        value={pickups}
        hint={say('site.pickupsHint')}
        wrong={wrong['pickups']}
        onInput={(value) => onChange({ pickups: value })}
      />
    </div>
  );
}

function Webhook(props: {
  readonly site: AlarmSite;
  readonly text: string;
  readonly wrong: string | undefined;
  readonly onText: (text: string) => void;
}): JSX.Element {
  const say = t.value;
  const secret = useSignal<string | undefined>(undefined);
  const renew = useMemo(
    () => createTask(async () => void (secret.value = (await apiPost<WebhookSecret>('/alarms/webhook/secret')).secret)),
    [],
  );
  const test = useMemo(() => createTask(() => apiPost('/alarms/webhook/test', {}, { timeoutMs: 45_000 })), []);
  const isSaved = props.site.settings.webhookUrl !== null && props.text === props.site.settings.webhookUrl;
  return (
    <div class="tell-card">
      <LineField
        label={say('site.webhook')}
        type="url"
        value={props.text}
        hint={say('site.webhookHint')}
        wrong={props.wrong}
        onInput={props.onText}
      />
      {isSaved && (
        <div class="alarm-answers">
          <Button svg={send} label={say('test.do')} busy={test.status.value.state === 'busy'} onClick={() => void test.run()} />
          <Button svg={key} label={say('site.secret')} busy={renew.status.value.state === 'busy'} onClick={() => void renew.run()} />
        </div>
      )}
      <Failure status={test.status.value} />
      <Failure status={renew.status.value} />
      {test.status.value.state === 'done' && <Notice tone="good" svg={check} role="status" title={say('test.sent')} />}
      {secret.value !== undefined && (
        <Notice tone="good" svg={key} role="status" title={say('site.secretMade')}>
          <p class="code code-long">{secret.value}</p>
        </Notice>
      )}
    </div>
  );
}

function draftOf({ settings, tools }: AlarmSite): Draft {
  const hours = tools.map(({ node, device }) => [`${node}/${device}`, String(settings.tools[`${node}/${device}`] ?? '')]);
  const numbers = Object.fromEntries(KEYS.map((name) => [name, String(settings[name])])) as Record<NumberKey, string>;
  return {
    numbers,
    tools: Object.fromEntries(hours),
    pickups: pickupsText(settings.pickups, dayNames()),
    webhook: settings.webhookUrl ?? '',
    kinds: settings.kinds,
  };
}

function wrongOf({ numbers, tools, pickups, webhook }: Draft): Wrong {
  const say = t.value;
  const ranges = KEYS.filter((name) => wholeNumber(numbers[name], NUMBERS[name]) === undefined);
  const isOrdered = Number(numbers.nearlyFullPercent) < Number(numbers.fullPercent);
  return {
    ...(!isOrdered && { fullPercent: say('site.order') }),
    ...Object.fromEntries(ranges.map((name) => [name, say('site.range', NUMBERS[name])])),
    ...Object.fromEntries(wrongTools(tools).map((key) => [key, say('site.range', NUMBERS.toolServiceH)])),
    ...(pickupsOf(pickups, dayNames()) === undefined && { pickups: say('site.pickupsWrong') }),
    ...(webhook !== '' && !isWebAddress(webhook) && { webhook: say('site.url') }),
  };
}

const wrongTools = (tools: Draft['tools']): readonly string[] =>
  Object.keys(tools).filter((key) => tools[key] !== '' && wholeNumber(tools[key] ?? '', NUMBERS.toolServiceH) === undefined);

function settingsOf(before: AlarmSettings, { numbers, tools, pickups, webhook, kinds }: Draft): AlarmSettings {
  const hours = Object.entries(tools).flatMap(([key, text]) => (text === '' ? [] : [[key, Number(text)]]));
  const typed = Object.fromEntries(KEYS.map((name) => [name, Number(numbers[name])])) as Record<NumberKey, number>;
  return {
    ...before,
    ...typed,
    tools: Object.fromEntries(hours),
    kinds,
    pickups: pickupsOf(pickups, dayNames()) ?? [],
    webhookUrl: webhook === '' ? null : webhook,
  };
}
