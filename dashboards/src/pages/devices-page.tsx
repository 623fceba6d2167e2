import type { DeviceLive, NodeLive, RetiredDevice } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import back from 'lucide-static/icons/archive-restore.svg?raw';
import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import add from 'lucide-static/icons/circle-plus.svg?raw';
import differ from 'lucide-static/icons/git-compare-arrows.svg?raw';
import empty from 'lucide-static/icons/package-open.svg?raw';
import swap from 'lucide-static/icons/replace.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { hrefOf } from '../core/route.ts';
import { versionsOf } from '../core/versions.ts';
import type { DeviceRef } from '../data/command.ts';
import { changeDevice } from '../data/device-care.ts';
import { hubNowMs, live } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { mayAct } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { DEVICE_ICON } from '../parts/device-icon.ts';
import { DeviceSummary } from '../parts/device-summary.tsx';
import { EnrolBox } from '../parts/enrol-box.tsx';
import { Failure } from '../parts/failure.tsx';
import { LinkNotice } from '../parts/link-state.tsx';
import { NodeList } from '../parts/node-list.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

/** All sensor boxes with their devices, and the way to add a box. */
export function DevicesPage(): JSX.Element {
  const t = i18n.t.value;
  const snapshot = live.data.value?.snapshot;
  const versions = versionsOf(snapshot?.nodes ?? []);
  return (
    <div class="page">
      <h1>{t('nav.devices')}</h1>
      <LinkNotice />
      {snapshot !== undefined && snapshot.nodes.length === 0 && (
        <Notice tone="quiet" svg={empty} title={t('live.noDevices')} text={t('devices.none')} />
      )}
      {snapshot !== undefined && versions.length > 1 && (
        <Notice
          tone="warn"
          svg={differ}
          title={t('devices.versions')}
          text={t('devices.versionsText', {
            versions: versions.map(({ version, names }) => `${version}: ${names.join(', ')}`).join(' · '),
          })}
        />
      )}
      {snapshot?.nodes.map((node) => (
        <NodeSection key={node.node} node={node} devices={snapshot.devices.filter((device) => device.node === node.node)} />
      ))}
      <Retired />
      {mayAct('admin') && <AddNode />}
    </div>
  );
}

function NodeSection(props: { readonly node: NodeLive; readonly devices: readonly DeviceLive[] }): JSX.Element {
  return (
    <Section id={`node-${props.node.node}`} title={props.node.name}>
      <NodeList nodes={[props.node]} isNamed={false} />
      <ul class="rows">
        {props.devices.map((device) => (
          <li key={device.meta.id} class="row-link">
            <a href={hrefOf({ page: 'device', node: device.node, device: device.meta.id })}>
              <Icon svg={DEVICE_ICON[device.meta.kind]} />
              <span class="row-name">{device.meta.name}</span>
              <DeviceSummary device={device} />
              <Icon svg={chevron} class="turn" />
            </a>
          </li>
        ))}
      </ul>
      {mayAct('admin') && (
        <details class="more">
          <summary>{i18n.t.value('devices.replace')}</summary>
          <p>{i18n.t.value('devices.replaceText')}</p>
          <EnrolBox svg={swap} label={i18n.t.value('devices.replaceCode')} node={props.node.node} />
        </details>
      )}
    </Section>
  );
}

function AddNode(): JSX.Element {
  const t = i18n.t.value;
  return (
    <Section id="add-node" title={t('devices.add')}>
      <p>{t('devices.addText')}</p>
      <EnrolBox svg={add} label={t('devices.addCode')} />
    </Section>
  );
}

function Retired(): JSX.Element | null {
  const t = i18n.t.value;
  const { loaded, reload } = useLoad<readonly RetiredDevice[]>('/retired-devices');
  const task = useMemo(() => createTask((to: DeviceRef) => changeDevice(to, { retired: false })), []);
  const { data = [] } = loaded.value;
  if (data.length === 0) return null;
  const bringBack = (to: DeviceRef) => (): void => {
    void task.run(to).then((done) => {
      if (done) reload();
    });
  };
  return (
    <Section id="retired" title={t('manage.retired')}>
      <Failure status={task.status.value} />
      <ul class="rows">
        {data.map(({ node, device, name, retiredAt }) => (
          <li key={`${node}/${device}`} class="row">
            <span class="row-name">{name}</span>
            <time dateTime={new Date(retiredAt).toISOString()}>{i18n.formats.value.moment(retiredAt, hubNowMs.value)}</time>
            {mayAct('coordinator') && <Button svg={back} label={t('manage.bringBack')} onClick={bringBack({ node, device })} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
