import type { KioskHealth } from '@kringwijzer/contract';
import camera from 'lucide-static/icons/camera.svg?raw';
import fine from 'lucide-static/icons/circle-check-big.svg?raw';
import wait from 'lucide-static/icons/loader.svg?raw';
import on from 'lucide-static/icons/monitor.svg?raw';
import off from 'lucide-static/icons/monitor-off.svg?raw';
import again from 'lucide-static/icons/refresh-cw.svg?raw';
import wrong from 'lucide-static/icons/triangle-alert.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { hubNowMs } from '../data/live.ts';
import { mayAct } from '../data/session.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { Tag } from '../parts/tag.tsx';
import { failureWords } from '../words/failure-words.ts';
import { i18n } from '../words/words.ts';
import { createOrders, type OrderState } from './order.ts';
import { t } from './words.ts';

/** A kiosk as the hub last heard of it. */
export interface KioskSeen {
  readonly kiosk: string;
  readonly receivedAt: number;
  readonly health: KioskHealth;
}

const SILENT_MS = 60_000;
const ACTS = [
  { name: 'screenshot', svg: camera },
  { name: 'reload', svg: again },
  { name: 'screen_on', svg: on },
  { name: 'screen_off', svg: off },
] as const;

/** One visitors' screen: how it is, and what a coordinator may ask of it. */
export function KioskCard({ kiosk, receivedAt, health }: KioskSeen): JSX.Element {
  const isSilent = hubNowMs.value - receivedAt > SILENT_MS;
  const state = isSilent ? 'silent' : health.state;
  const isFine = state === 'live' || state === 'closed';
  return (
    <Section id={`kiosk-${kiosk}`} title={kiosk} class="card">
      <p class="kiosk-state">
        <Tag tone={isFine ? 'good' : isSilent ? 'bad' : 'warn'} svg={isFine ? fine : wrong}>
          {t.value(`state.${state}`)}
        </Tag>{' '}
        <Age atMs={receivedAt} />
      </p>
      {isSilent && <p>{t.value('silentCure')}</p>}
      <Facts health={health} />
      {mayAct('coordinator') && <Acts kiosk={kiosk} />}
    </Section>
  );
}

function Facts({ health }: { readonly health: KioskHealth }): JSX.Element {
  const { moment } = i18n.formats.value;
  const rows = [
    [t.value('since'), moment(health.at - health.uptimeS * 1_000, hubNowMs.value)],
    [t.value('frames'), String(Math.round(health.fps))],
    [t.value('version'), health.version],
    ...(health.contentVersion === undefined ? [] : [[t.value('content'), health.contentVersion.slice(0, 12)]]),
  ];
  return (
    <dl class="kiosk-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Acts({ kiosk }: { readonly kiosk: string }): JSX.Element {
  const orders = useMemo(() => createOrders(kiosk), [kiosk]);
  const status = orders.status.value;
  return (
    <>
      <div class="kiosk-acts">
        {ACTS.map(({ name, svg }) => (
          <Button key={name} svg={svg} label={t.value(name)} busy={status.state === 'busy'} onClick={() => void orders.send(name)} />
        ))}
      </div>
      <Outcome kiosk={kiosk} status={status} />
    </>
  );
}

function Outcome({ kiosk, status }: { readonly kiosk: string; readonly status: OrderState }): JSX.Element | null {
  if (status.state === 'busy') return <Notice tone="quiet" svg={wait} role="status" title={t.value('waiting')} />;
  if (status.state === 'late') return <Notice tone="warn" svg={wrong} role="alert" title={t.value('late')} />;
  if (status.state === 'failed') {
    const words = status.code === 'KW_KIOSK_NO_SCREEN' ? t.value('noScreen') : failureWords(i18n.language.value, status.code);
    return <Notice tone="bad" svg={wrong} role="alert" title={words} />;
  }
  if (status.state !== 'done') return null;
  return (
    <>
      <Notice tone="good" svg={fine} role="status" title={t.value('done')} />
      {status.name === 'screenshot' && (
        <img
          class="kiosk-picture"
          src={`/api/v1/kiosks/${encodeURIComponent(kiosk)}/picture?${status.id}`}
          alt={t.value('pictureOf', { kiosk })}
        />
      )}
    </>
  );
}
