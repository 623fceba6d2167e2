import type { DeviceLive, ScaleMeta } from '@kringwijzer/contract';
import back from 'lucide-static/icons/arrow-left.svg?raw';
import ok from 'lucide-static/icons/circle-check-big.svg?raw';
import zero from 'lucide-static/icons/circle-dot.svg?raw';
import lost from 'lucide-static/icons/circle-help.svg?raw';
import clear from 'lucide-static/icons/eraser.svg?raw';
import learn from 'lucide-static/icons/graduation-cap.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import tare from 'lucide-static/icons/package-minus.svg?raw';
import find from 'lucide-static/icons/radio-tower.svg?raw';
import count from 'lucide-static/icons/users.svg?raw';
import calibrate from 'lucide-static/icons/weight.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { isSettled, traceValueOf } from '../core/device-value.ts';
import { hrefOf } from '../core/route.ts';
import { type DeviceRef, sendCommand } from '../data/command.ts';
import { openDevice, useTrace } from '../data/device.ts';
import { live } from '../data/live.ts';
import { mayAct } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Age } from '../parts/age.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { CareLog } from '../parts/care-log.tsx';
import { DeviceCorners } from '../parts/corner-view.tsx';
import { DeviceLog } from '../parts/device-log.tsx';
import { DeviceManage } from '../parts/device-manage.tsx';
import { DeviceSummary, StillTag } from '../parts/device-summary.tsx';
import { Failure } from '../parts/failure.tsx';
import { LineChart } from '../parts/line-chart.tsx';
import { LinkNotice } from '../parts/link-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

/** One device: its value as it comes in, what can be done with it, and what was done to it. */
export function DevicePage(): JSX.Element {
  const t = i18n.t.value;
  const open = openDevice.value;
  const device = open?.device;
  return (
    <div class="page">
      <ButtonLink svg={back} label={t('nav.devices')} href={hrefOf({ page: 'devices' })} />
      <h1>{device?.meta.name ?? open?.to.device}</h1>
      <LinkNotice />
      {open !== undefined && device !== undefined && <Care key={`${open.to.node}/${open.to.device}`} to={open.to} device={device} />}
      {device === undefined && live.data.value !== undefined && <Notice tone="warn" svg={lost} title={t('device.unknown')} />}
    </div>
  );
}

function Care(props: { readonly to: DeviceRef; readonly device: DeviceLive }): JSX.Element {
  const t = i18n.t.value;
  const { device, to } = props;
  return (
    <div class="care">
      <div class="card">
        <p class="card-figure">
          <DeviceSummary device={device} />
          {device.state?.kind === 'scale' && <StillTag stable={device.state.value.stable} />}
        </p>
        {device.meta.kind === 'scale' && <ScaleLines device={device} meta={device.meta} />}
        <DeviceCorners device={device} />
        {device.receivedAt !== undefined && <Age atMs={device.receivedAt} />}
        {device.meta.kind !== 'door' && <LiveTrace device={device} />}
      </div>
      {mayAct('staff') ? (
        <Actions to={to} device={device} />
      ) : (
        <Notice tone="quiet" svg={lock} title={t('device.readOnly')} text={t('state.forbiddenCure')} />
      )}
      <CareLog to={to} />
      <Section id="log" title={t('log.title')}>
        <DeviceLog to={to} />
      </Section>
      {mayAct('coordinator') && <DeviceManage to={to} device={device} />}
    </div>
  );
}

/** The last minute as a line; before it has two values it says that it listens. */
function LiveTrace(props: { readonly device: DeviceLive }): JSX.Element {
  const t = i18n.t.value;
  const { device } = props;
  const trace = useTrace(traceValueOf).value;
  if (trace.atMs.length < 2) return <p class="empty">{t('device.traceWait')}</p>;
  return <LineChart trace={trace} label={t('device.trace')} leastSpan={leastSpanOf(device)} format={(value) => traceText(device, value)} />;
}

function ScaleLines(props: { readonly device: DeviceLive; readonly meta: ScaleMeta }): JSX.Element | null {
  const { state } = props.device;
  const formats = i18n.formats.value;
  const { divisionG, capacityG } = props.meta;
  if (state?.kind !== 'scale') return null;
  const { grossG, tareG } = state.value;
  const t = i18n.t.value;
  return (
    <dl class="facts">
      <dt>{t('scale.gross')}</dt>
      <dd>{formats.mass(grossG, divisionG)}</dd>
      <dt>{t('scale.tare')}</dt>
      <dd>{formats.mass(tareG, divisionG)}</dd>
      <dt>{t('scale.capacity')}</dt>
      <dd>{formats.mass(capacityG)}</dd>
    </dl>
  );
}

function Actions(props: { readonly to: DeviceRef; readonly device: DeviceLive }): JSX.Element {
  const t = i18n.t.value;
  const { to, device } = props;
  const task = useMemo(
    () => createTask((name: 'tare' | 'clear_tare' | 'zero' | 'identify') => sendCommand(to, name)),
    [to.node, to.device],
  );
  const { state } = task.status.value;
  const busy = state === 'busy';
  const moving = device.meta.kind === 'scale' && !isSettled(device);
  const ask = (name: 'tare' | 'clear_tare' | 'zero' | 'identify') => () => void task.run(name);
  const page = (name: 'calibrate' | 'learn' | 'count'): string => hrefOf({ page: name, ...to });
  return (
    <Section id="actions" title={t('device.do')}>
      <Failure status={task.status.value} />
      {state === 'done' && <Notice tone="good" svg={ok} role="status" title={t('device.done')} />}
      {moving && <p class="card-line">{t('device.waitStill')}</p>}
      <div class="actions">
        {device.meta.kind === 'scale' && (
          <>
            <Button svg={tare} label={t('device.tare')} busy={busy} disabled={moving} onClick={ask('tare')} />
            <Button svg={clear} label={t('device.clearTare')} busy={busy} onClick={ask('clear_tare')} />
            <Button svg={zero} label={t('device.zero')} busy={busy} disabled={moving} onClick={ask('zero')} />
            <ButtonLink svg={calibrate} label={t('device.calibrate')} href={page('calibrate')} />
          </>
        )}
        {device.meta.kind === 'door' && <ButtonLink svg={count} label={t('device.count')} href={page('count')} />}
        {device.meta.kind === 'tool' && <ButtonLink svg={learn} label={t('device.learn')} href={page('learn')} />}
        <Button svg={find} label={t('device.identify')} busy={busy} onClick={ask('identify')} />
      </div>
    </Section>
  );
}

function leastSpanOf({ meta }: DeviceLive): number {
  if (meta.kind === 'scale') return meta.divisionG * 10;
  return meta.kind === 'tool' ? 1 : 0.1;
}

function traceText({ meta }: DeviceLive, value: number): string {
  const formats = i18n.formats.value;
  if (meta.kind === 'scale') return formats.mass(value, meta.divisionG);
  return meta.kind === 'tool' ? `${formats.decimal(value, 1)} A` : formats.percent(value);
}
