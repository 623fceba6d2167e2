import type { DepositNotice, DeviceLive, LiveSnapshot } from '@kringwijzer/contract';
import { Mass } from '@kringwijzer/ui';
import monitor from 'lucide-static/icons/monitor.svg?raw';
import empty from 'lucide-static/icons/package-open.svg?raw';
import sort from 'lucide-static/icons/recycle.svg?raw';
import wrench from 'lucide-static/icons/wrench.svg?raw';
import type { JSX } from 'preact';
import { attentionOf } from '../core/attention.ts';
import { emptyingAsks } from '../core/emptyings.ts';
import { hrefOf } from '../core/route.ts';
import { hubNowMs, live } from '../data/live.ts';
import { mayAct } from '../data/session.ts';
import { AttentionList } from '../parts/attention-list.tsx';
import { ButtonLink } from '../parts/button.tsx';
import { ContainerCard } from '../parts/container-card.tsx';
import { DepositList } from '../parts/deposit-list.tsx';
import { DoorCard, LevelRow, ToolRow } from '../parts/device-rows.tsx';
import { EmptyingAsks } from '../parts/emptying-asks.tsx';
import { LinkNotice } from '../parts/link-state.tsx';
import { NodeList } from '../parts/node-list.tsx';
import { Notice } from '../parts/notice.tsx';
import { ScaleCard } from '../parts/scale-card.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

/** The site as it is now: what came in, what needs doing, and every device with the age of its value. */
export function LivePage(): JSX.Element {
  const data = live.data.value;
  return (
    <>
      <h1 class="kw-visually-hidden">{i18n.t.value('live.title')}</h1>
      <LinkNotice />
      {data === undefined ? live.state.value !== 'offline' && <Skeleton /> : <Picture snapshot={data.snapshot} />}
    </>
  );
}

function Picture(props: { readonly snapshot: LiveSnapshot }): JSX.Element {
  const t = i18n.t.value;
  const { snapshot } = props;
  if (snapshot.nodes.length === 0 && snapshot.devices.length === 0) {
    return (
      <Notice tone="quiet" svg={empty} title={t('live.noDevices')} text={t('live.noDevicesCure')}>
        <ButtonLink svg={wrench} label={t('nav.devices')} href={hrefOf({ page: 'devices' })} />
      </Notice>
    );
  }
  return (
    <div class="live">
      <div class="live-head">
        <Today snapshot={snapshot} />
        <Attend snapshot={snapshot} />
      </div>
      <div class="live-main">
        <Containers devices={snapshot.devices} />
        <Scales devices={snapshot.devices} />
        <Doors devices={snapshot.devices} />
      </div>
      <div class="live-side">
        <Section id="deposits" title={t('deposits.title')}>
          <DepositList deposits={snapshot.deposits} nameOf={(deposit) => nameOf(snapshot, deposit)} most={8} />
        </Section>
        <Tools devices={snapshot.devices} />
        <Levels devices={snapshot.devices} />
        <Section id="nodes" title={t('nodes.title')}>
          <NodeList nodes={snapshot.nodes} />
        </Section>
        {mayAct('staff') && <ButtonLink svg={sort} label={t('nav.outcomes')} href={hrefOf({ page: 'outcomes' })} />}
        <ButtonLink svg={monitor} label={t('nav.wall')} href={hrefOf({ page: 'wall' })} />
      </div>
    </div>
  );
}

/** What waits for a person: emptyings to confirm, then what is wrong. That there is nothing to do is said only when neither is there. */
function Attend(props: { readonly snapshot: LiveSnapshot }): JSX.Element {
  const items = attentionOf(props.snapshot, hubNowMs.value);
  const asks = mayAct('staff') ? emptyingAsks(props.snapshot.devices, hubNowMs.value) : [];
  return (
    <Section id="attention" title={i18n.t.value('attention.title')}>
      <EmptyingAsks asks={asks} />
      {(items.length > 0 || asks.length === 0) && <AttentionList items={items} isFresh={live.state.value === 'live'} />}
    </Section>
  );
}

/** The big figure of the day. */
export function Today(props: { readonly snapshot: LiveSnapshot }): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const { totals } = props.snapshot;
  return (
    <section class="today" aria-labelledby="today">
      <h2 id="today" class="today-title">
        {t('live.today')}
      </h2>
      <p class="today-figure">
        <Mass parts={formats.totalMassParts(totals.todayG)} />
      </p>
      <p class="today-line">
        {t('live.gifts', { count: totals.todayDeposits })}
        <span class="today-dot" aria-hidden="true">
          {' · '}
        </span>
        <span class="today-year">{t('live.year', { mass: formats.totalMass(totals.yearG) })}</span>
      </p>
    </section>
  );
}

/** Cards of all containers, in the order the hub tells them. */
export function Containers(props: { readonly devices: readonly DeviceLive[] }): JSX.Element | null {
  const cards = props.devices.flatMap((device) =>
    device.meta.kind === 'scale' && device.meta.role === 'container'
      ? [<ContainerCard key={keyOf(device)} device={device} meta={device.meta} />]
      : [],
  );
  if (cards.length === 0) return null;
  return (
    <Section id="containers" title={i18n.t.value('containers.title')}>
      <div class="cards">{cards}</div>
    </Section>
  );
}

function Scales(props: { readonly devices: readonly DeviceLive[] }): JSX.Element | null {
  const cards = props.devices.flatMap((device) =>
    device.meta.kind === 'scale' && device.meta.role !== 'container'
      ? [<ScaleCard key={keyOf(device)} device={device} meta={device.meta} />]
      : [],
  );
  if (cards.length === 0) return null;
  return (
    <Section id="scales" title={i18n.t.value('scales.title')}>
      <div class="cards cards-small">{cards}</div>
    </Section>
  );
}

/** Cards of all doors. */
export function Doors(props: { readonly devices: readonly DeviceLive[] }): JSX.Element | null {
  const doors = props.devices.filter((device) => device.meta.kind === 'door');
  if (doors.length === 0) return null;
  return (
    <Section id="doors" title={i18n.t.value('doors.title')}>
      <div class="cards cards-small">
        {doors.map((device) => (
          <DoorCard key={keyOf(device)} device={device} state={device.state?.kind === 'door' ? device.state.value : undefined} />
        ))}
      </div>
    </Section>
  );
}

/** Rows of all tools. */
export function Tools(props: { readonly devices: readonly DeviceLive[] }): JSX.Element | null {
  const tools = props.devices.filter((device) => device.meta.kind === 'tool');
  if (tools.length === 0) return null;
  return (
    <Section id="tools" title={i18n.t.value('tools.title')}>
      <ul class="rows">
        {tools.map((device) => (
          <ToolRow key={keyOf(device)} device={device} />
        ))}
      </ul>
    </Section>
  );
}

function Levels(props: { readonly devices: readonly DeviceLive[] }): JSX.Element | null {
  const levels = props.devices.filter((device) => device.meta.kind === 'level');
  if (levels.length === 0) return null;
  return (
    <Section id="levels" title={i18n.t.value('levels.title')}>
      <ul class="rows">
        {levels.map((device) => (
          <LevelRow key={keyOf(device)} device={device} state={device.state?.kind === 'level' ? device.state.value : undefined} />
        ))}
      </ul>
    </Section>
  );
}

/** What stands where the page will be while the first picture is fetched. */
function Skeleton(): JSX.Element {
  return (
    <div class="live" role="status">
      <span class="kw-visually-hidden">{i18n.t.value('link.loading')}</span>
      <div class="live-head">
        <div class="ghost ghost-today" />
      </div>
      <div class="live-main">
        <div class="cards">
          <div class="ghost ghost-card" />
          <div class="ghost ghost-card" />
        </div>
      </div>
    </div>
  );
}

const keyOf = (device: DeviceLive): string => `${device.node}/${device.meta.id}`;

const nameOf = (snapshot: LiveSnapshot, deposit: DepositNotice): string =>
  snapshot.devices.find((device) => device.node === deposit.node && device.meta.id === deposit.device)?.meta.name ?? deposit.device;
