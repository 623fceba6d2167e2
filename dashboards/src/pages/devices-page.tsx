import type { DeviceLive, EnrolCodeResponse, NodeLive } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import { signal } from '@preact/signals';
import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import add from 'lucide-static/icons/circle-plus.svg?raw';
import key from 'lucide-static/icons/key-round.svg?raw';
import empty from 'lucide-static/icons/package-open.svg?raw';
import type { JSX } from 'preact';
import { hrefOf } from '../core/route.ts';
import { apiPost } from '../data/api.ts';
import { hubNowMs, live } from '../data/live.ts';
import { mayAct } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { DEVICE_ICON } from '../parts/device-icon.ts';
import { DeviceSummary } from '../parts/device-summary.tsx';
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
  return (
    <div class="page">
      <h1>{t('nav.devices')}</h1>
      <LinkNotice />
      {snapshot !== undefined && snapshot.nodes.length === 0 && (
        <Notice tone="quiet" svg={empty} title={t('live.noDevices')} text={t('devices.none')} />
      )}
      {snapshot?.nodes.map((node) => (
        <NodeSection key={node.node} node={node} devices={snapshot.devices.filter((device) => device.node === node.node)} />
      ))}
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
    </Section>
  );
}

const made = signal<EnrolCodeResponse | undefined>(undefined);
const making = createTask(async () => {
  made.value = await apiPost<EnrolCodeResponse>('/enrol-codes');
});

function AddNode(): JSX.Element {
  const t = i18n.t.value;
  const code = made.value;
  return (
    <Section id="add-node" title={t('devices.add')}>
      <p>{t('devices.addText')}</p>
      <Failure status={making.status.value} />
      <Button svg={add} label={t('devices.addCode')} busy={making.status.value.state === 'busy'} onClick={() => void making.run()} />
      {code !== undefined && (
        <div role="status">
          <Notice
            tone="good"
            svg={key}
            title={t('devices.code', { until: i18n.formats.value.moment(code.expiresAt, hubNowMs.value) })}
            text={t('devices.codeText')}
          >
            <p class="code">{code.code}</p>
          </Notice>
        </div>
      )}
    </Section>
  );
}
