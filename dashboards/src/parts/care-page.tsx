import type { DeviceLive } from '@kringwijzer/contract';
import back from 'lucide-static/icons/arrow-left.svg?raw';
import lost from 'lucide-static/icons/circle-help.svg?raw';
import type { ComponentChildren, JSX } from 'preact';
import { hrefOf } from '../core/route.ts';
import type { DeviceRef } from '../data/command.ts';
import { openDevice } from '../data/device.ts';
import { i18n } from '../words/words.ts';
import { ButtonLink } from './button.tsx';
import { LinkNotice } from './link-state.tsx';
import { Notice } from './notice.tsx';

interface CarePageProps {
  /** Title of the page for the name of the device, or for its id while the hub has not told the name. */
  readonly title: (name: string) => string;
  /** What is done with the device; undefined for a kind of device with which it cannot be done. */
  readonly children: (to: DeviceRef, device: DeviceLive) => ComponentChildren | undefined;
}

/** The page around a job done with one device: the way back, its title, the state of the link, and a word when the device is not there. */
export function CarePage({ title, children }: CarePageProps): JSX.Element {
  const t = i18n.t.value;
  const open = openDevice.value;
  const device = open?.device;
  const job = open === undefined || device === undefined ? undefined : children(open.to, device);
  return (
    <div class="page">
      {open !== undefined && <ButtonLink svg={back} label={t('nav.back')} href={hrefOf({ page: 'device', ...open.to })} />}
      <h1>{title(device?.meta.name ?? open?.to.device ?? '')}</h1>
      <LinkNotice />
      {job ?? <Notice tone="warn" svg={lost} title={t('device.unknown')} />}
    </div>
  );
}
