import type { DeviceLive, Outcome, Stream } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import { type Signal, useSignal } from '@preact/signals';
import take from 'lucide-static/icons/arrow-down-to-line.svg?raw';
import reuse from 'lucide-static/icons/brush.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import save from 'lucide-static/icons/check.svg?raw';
import fix from 'lucide-static/icons/hammer.svg?raw';
import recycle from 'lucide-static/icons/recycle.svg?raw';
import shop from 'lucide-static/icons/shopping-bag.svg?raw';
import make from 'lucide-static/icons/sparkles.svg?raw';
import waste from 'lucide-static/icons/trash-2.svg?raw';
import type { JSX } from 'preact';
import { OUTCOMES, type OutcomeDraft, STREAMS, tableScales } from '../core/outcome-entry.ts';
import { shrinkPhoto } from '../data/photo.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import { StillTag } from './device-summary.tsx';
import { Failed } from './failed.tsx';
import { STREAM_ICON } from './stream-icon.ts';

const OUTCOME_ICON: Readonly<Record<Outcome, string>> = {
  resold: shop,
  repaired: fix,
  refurbished: reuse,
  repurposed: make,
  recycled: recycle,
  residual: waste,
};

const EMPTY: OutcomeDraft = { stream: 'textile', outcome: 'resold', unit: 'kg', amount: '', barcode: '' };

interface OutcomeFormProps {
  readonly devices: readonly DeviceLive[];
  readonly problem: 'amount' | 'noStore' | undefined;
  /** Resolves with true when the line is safe; then the form is ready for the next. */
  readonly onWrite: (draft: OutcomeDraft) => Promise<boolean>;
}

/** Three taps and a weight: what it is, what it becomes, how much. Stream and unit stay for the next line. */
export function OutcomeForm(props: OutcomeFormProps): JSX.Element {
  const t = i18n.t.value;
  const draft = useSignal<OutcomeDraft>(EMPTY);
  const { stream, outcome, unit } = draft.value;
  const set = (change: Partial<OutcomeDraft>): void => {
    draft.value = { ...draft.value, ...change };
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = draft.value;
    void props.onWrite(wanted).then((done) => {
      if (done && draft.value === wanted) draft.value = { ...EMPTY, stream: wanted.stream, outcome: wanted.outcome, unit: wanted.unit };
    });
  };
  return (
    <form class="form outcome-form" onSubmit={submit}>
      <Pictures<Stream>
        legend={t('outcomes.stream')}
        options={STREAMS.map((value) => ({ value, word: t(`stream.${value}`), svg: STREAM_ICON[value] }))}
        chosen={stream}
        onChoose={(value) => set({ stream: value })}
      />
      <Pictures<Outcome>
        legend={t('outcomes.outcome')}
        options={OUTCOMES.map((value) => ({ value, word: t(`outcomes.${value}`), svg: OUTCOME_ICON[value] }))}
        chosen={outcome}
        onChoose={(value) => set({ outcome: value })}
      />
      <Choices
        legend={t('outcomes.how')}
        options={(['kg', 'pieces'] as const).map((value) => ({ value, word: t(`outcomes.${value}`) }))}
        chosen={unit}
        onChoose={(value) => set({ unit: value, amount: '', scaleG: undefined })}
      />
      <Amount draft={draft} set={set} problem={props.problem} />
      {unit === 'kg' && <TableScale devices={props.devices} set={set} />}
      <Extras draft={draft} set={set} />
      <Button type="submit" kind="primary" svg={save} label={t('outcomes.write')} />
    </form>
  );
}

interface PartProps {
  readonly draft: Signal<OutcomeDraft>;
  readonly set: (change: Partial<OutcomeDraft>) => void;
}

function Amount({ draft, set, problem }: PartProps & Pick<OutcomeFormProps, 'problem'>): JSX.Element {
  const t = i18n.t.value;
  const { unit, amount } = draft.value;
  return (
    <div class="field">
      <label for="amount">{t(`outcomes.${unit}`)}</label>
      <input
        id="amount"
        class="amount"
        inputMode={unit === 'kg' ? 'decimal' : 'numeric'}
        autocomplete="off"
        maxLength={9}
        value={amount}
        aria-invalid={problem === 'amount'}
        aria-describedby={problem === undefined ? undefined : 'amount-below'}
        onInput={(event) => set({ amount: event.currentTarget.value, scaleG: undefined })}
      />
      {problem !== undefined && <Failed id="amount-below" text={t(problem === 'amount' ? 'outcomes.amountWrong' : 'outcomes.noStore')} />}
    </div>
  );
}

/** What lies on the small scale now, taken over with one tap when it is still. */
function TableScale(props: { readonly devices: readonly DeviceLive[]; readonly set: PartProps['set'] }): JSX.Element | null {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const [device] = tableScales(props.devices);
  if (device?.meta.kind !== 'scale' || device.state?.kind !== 'scale' || device.state.value.quality === 'bad') return null;
  const { netG, stable } = device.state.value;
  const { name, divisionG } = device.meta;
  return (
    <div class="table-scale">
      <p class="table-scale-mass">{t('outcomes.scale', { name, mass: formats.mass(netG, divisionG) })}</p>
      <StillTag stable={stable} />
      <Button
        svg={take}
        label={t('outcomes.take')}
        disabled={!stable || netG <= 0}
        onClick={() => props.set({ scaleG: netG, amount: formats.decimal(netG / 1_000, 3) })}
      />
    </div>
  );
}

function Extras({ draft, set }: PartProps): JSX.Element {
  const t = i18n.t.value;
  const isBad = useSignal(false);
  const { barcode, photo } = draft.value;
  const pick = async (input: HTMLInputElement): Promise<void> => {
    const [file] = input.files ?? [];
    const made = file === undefined ? undefined : await shrinkPhoto(file).catch(() => undefined);
    isBad.value = file !== undefined && made === undefined;
    set({ photo: made });
    input.value = '';
  };
  return (
    <div class="extras">
      <div class="field">
        <label for="barcode">{t('outcomes.barcode')}</label>
        <input
          id="barcode"
          autocomplete="off"
          maxLength={64}
          value={barcode}
          onInput={(event) => set({ barcode: event.currentTarget.value.replaceAll(/[^\x20-\x7e]/gu, '').trim() })}
        />
      </div>
      <div class="field">
        <label class="button button-plain photo-pick">
          <Icon svg={camera} />
          <span>{t('outcomes.photo')}</span>
          <input
            class="kw-visually-hidden"
            type="file"
            accept="image/*"
            capture="environment"
            onChange={(event) => void pick(event.currentTarget)}
          />
        </label>
        {photo !== undefined && <p role="status">{t('outcomes.photoReady')}</p>}
        {isBad.value && <Failed id="photo-below" text={t('outcomes.photoBad')} />}
      </div>
    </div>
  );
}

/** Large buttons with a picture and a word, of which one is pressed. */
function Pictures<T extends string>(props: {
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly word: string; readonly svg: string }[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}): JSX.Element {
  return (
    <fieldset class="pictures">
      <legend>{props.legend}</legend>
      {props.options.map(({ value, word, svg }) => (
        <button key={value} type="button" class="picture" aria-pressed={value === props.chosen} onClick={() => props.onChoose(value)}>
          <Icon svg={svg} />
          <span>{word}</span>
        </button>
      ))}
    </fieldset>
  );
}
