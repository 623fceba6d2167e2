import type { DeviceLive, ScaleMeta } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import back from 'lucide-static/icons/arrow-left.svg?raw';
import finish from 'lucide-static/icons/circle-check-big.svg?raw';
import start from 'lucide-static/icons/play.svg?raw';
import measure from 'lucide-static/icons/weight.svg?raw';
import stop from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { isSettled } from '../core/device-value.ts';
import { parseMassKg } from '../core/mass-input.ts';
import { hrefOf } from '../core/route.ts';
import { type CalibrationGuide, createCalibrationGuide } from '../data/calibration.ts';
import type { DeviceRef } from '../data/command.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { CarePage } from '../parts/care-page.tsx';
import { Choices } from '../parts/choices.tsx';
import { DeviceCorners } from '../parts/corner-view.tsx';
import { DeviceLog } from '../parts/device-log.tsx';
import { StillTag } from '../parts/device-summary.tsx';
import { Failure } from '../parts/failure.tsx';
import { ScalePicture } from '../parts/scale-picture.tsx';
import { Step } from '../parts/steps.tsx';
import { i18n } from '../words/words.ts';

const MAX_POINTS = 20;
/** Corners of a scale with four cells, in the order of its channels. */
const CORNERS = ['0', '1', '2', '3'] as const;
type Where = 'all' | (typeof CORNERS)[number];

/** Guided calibration with known masses: empty the scale, put one on, measure, perhaps more, done. */
export function CalibratePage(): JSX.Element {
  const t = i18n.t.value;
  return (
    <CarePage title={(name) => t('calibrate.title', { name })}>
      {(to, device) => (device.meta.kind === 'scale' ? <Guide to={to} device={device} meta={device.meta} /> : undefined)}
    </CarePage>
  );
}

interface GuideProps {
  readonly to: DeviceRef;
  readonly device: DeviceLive;
  readonly meta: ScaleMeta;
}

function Guide(props: GuideProps): JSX.Element {
  const t = i18n.t.value;
  const { to, device } = props;
  const guide = useMemo(() => createCalibrationGuide(to), [to.node, to.device]);
  if (guide.at.value === 'mass') return <MassStep {...props} guide={guide} />;
  if (guide.at.value === 'done') {
    return (
      <Step n={3} of={3} title={t('calibrate.done')} text={t('calibrate.doneText')} picture={<ScalePicture load="done" />}>
        <Reading {...props} />
        <DeviceLog to={to} />
        <ButtonLink svg={back} label={t('nav.back')} href={hrefOf({ page: 'device', ...to })} />
      </Step>
    );
  }
  return (
    <Step n={1} of={3} title={t('calibrate.empty')} text={t('calibrate.emptyText')} picture={<ScalePicture load="empty" />}>
      <Reading {...props} />
      <Failure status={guide.status.value} />
      <Button
        kind="primary"
        svg={start}
        label={t('calibrate.begin')}
        busy={guide.status.value.state === 'busy'}
        disabled={!isSettled(device)}
        onClick={() => void guide.begin()}
      />
    </Step>
  );
}

function MassStep(props: GuideProps & { readonly guide: CalibrationGuide }): JSX.Element {
  const t = i18n.t.value;
  const { guide, meta, device } = props;
  const busy = guide.status.value.state === 'busy';
  const points = guide.pointsG.value;
  const corner = useSignal<Where>('all');
  return (
    <Step n={2} of={3} title={t('calibrate.mass')} text={t('calibrate.massText')} picture={<ScalePicture load="weight" />}>
      <Reading {...props} />
      <Failure status={guide.status.value} />
      {meta.cells === 4 && (
        <Choices
          legend={t('corner.where')}
          options={[
            { value: 'all', word: t('corner.all') },
            ...CORNERS.map((value, index) => ({ value, word: t('scale.corner', { corner: index + 1 }) })),
          ]}
          chosen={corner.value}
          onChoose={(value) => (corner.value = value)}
        />
      )}
      <DeviceCorners device={device} />
      <MassForm
        meta={meta}
        busy={busy}
        ready={isSettled(device) && points.length < MAX_POINTS}
        onMeasure={(massG) => void guide.measure(massG, corner.value === 'all' ? undefined : CORNERS.indexOf(corner.value))}
      />
      <Points points={points} meta={meta} />
      <div class="links">
        <Button svg={finish} label={t('calibrate.finish')} busy={busy} disabled={points.length === 0} onClick={() => void guide.finish()} />
        <Button kind="danger" svg={stop} label={t('calibrate.cancel')} busy={busy} onClick={() => void guide.cancel()} />
      </div>
    </Step>
  );
}

function Reading(props: GuideProps): JSX.Element | null {
  const { state } = props.device;
  if (state?.kind !== 'scale') return null;
  return (
    <p class="step-reading">
      <span>{i18n.t.value('calibrate.reads', { mass: i18n.formats.value.mass(state.value.grossG, props.meta.divisionG) })}</span>
      <StillTag stable={isSettled(props.device)} />
    </p>
  );
}

function MassForm(props: {
  readonly meta: ScaleMeta;
  readonly busy: boolean;
  readonly ready: boolean;
  readonly onMeasure: (massG: number) => void;
}): JSX.Element {
  const t = i18n.t.value;
  const wrong = useSignal(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = new FormData(event.currentTarget as HTMLFormElement).get('mass');
    const massG = parseMassKg(typeof value === 'string' ? value : '', props.meta.capacityG);
    wrong.value = massG === undefined;
    if (massG !== undefined) props.onMeasure(massG);
  };
  return (
    <form class="form" onSubmit={submit}>
      <div class="field">
        <label for="mass">{t('calibrate.howMuch')}</label>
        <input
          id="mass"
          name="mass"
          inputMode="decimal"
          autocomplete="off"
          required
          aria-invalid={wrong.value}
          aria-describedby="mass-hint"
        />
        <p id="mass-hint" class={wrong.value ? 'field-wrong' : 'field-hint'} role={wrong.value ? 'alert' : undefined}>
          {t('calibrate.massHint', { most: i18n.formats.value.mass(props.meta.capacityG) })}
        </p>
      </div>
      <Button
        type="submit"
        kind="primary"
        svg={measure}
        label={t(props.busy ? 'calibrate.measuring' : 'calibrate.measure')}
        busy={props.busy}
        disabled={!props.ready}
      />
    </form>
  );
}

function Points(props: { readonly points: readonly number[]; readonly meta: ScaleMeta }): JSX.Element | null {
  if (props.points.length === 0) return null;
  return (
    <div role="status">
      <p>{i18n.t.value('calibrate.points', { count: props.points.length })}</p>
      <ul class="chips">
        {props.points.map((massG, index) => (
          <li key={index}>{i18n.formats.value.mass(massG, Math.min(props.meta.divisionG, 1_000))}</li>
        ))}
      </ul>
    </div>
  );
}
