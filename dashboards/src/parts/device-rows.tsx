import type { DeviceLive, DoorState, LevelState, ToolRunState } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import idle from 'lucide-static/icons/circle-pause.svg?raw';
import run from 'lucide-static/icons/cog.svg?raw';
import goIn from 'lucide-static/icons/log-in.svg?raw';
import goOut from 'lucide-static/icons/log-out.svg?raw';
import off from 'lucide-static/icons/power-off.svg?raw';
import silent from 'lucide-static/icons/unplug.svg?raw';
import people from 'lucide-static/icons/users.svg?raw';
import type { JSX } from 'preact';
import { isSilent } from '../core/attention.ts';
import { hubNowMs } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import { Age } from './age.tsx';
import { Tag, type Tone } from './tag.tsx';

/** A door: how many went in, out, and are inside now, since midnight. */
export function DoorCard(props: { readonly device: DeviceLive; readonly state: DoorState | undefined }): JSX.Element {
  const t = i18n.t.value;
  const { device, state } = props;
  return (
    <article class="card">
      <h3 class="card-title">{device.meta.name}</h3>
      {state === undefined ? <p class="card-line">{t('value.none')}</p> : <DoorCounts state={state} />}
      {device.receivedAt !== undefined && <Age atMs={device.receivedAt} />}
    </article>
  );
}

function DoorCounts(props: { readonly state: DoorState }): JSX.Element {
  const t = i18n.t.value;
  const { count } = i18n.formats.value;
  const figures = [
    { svg: goIn, word: t('door.in'), n: props.state.in },
    { svg: goOut, word: t('door.out'), n: props.state.out },
    { svg: people, word: t('door.inside'), n: Math.max(0, props.state.in - props.state.out) },
  ];
  return (
    <dl class="counts">
      {figures.map(({ svg, word, n }) => (
        <div key={word} class="counts-one">
          <dt>
            <Icon svg={svg} />
            {word}
          </dt>
          <dd>{count(n)}</dd>
        </div>
      ))}
    </dl>
  );
}

const TOOL_SIGN: Readonly<Record<ToolRunState, { readonly svg: string; readonly tone: Tone }>> = {
  run: { svg: run, tone: 'good' },
  idle: { svg: idle, tone: 'quiet' },
  off: { svg: off, tone: 'quiet' },
  unknown: { svg: silent, tone: 'bad' },
};

/** A tool: running, ready, off or without a signal. A tool that went silent is never shown as running. */
export function ToolRow(props: { readonly device: DeviceLive }): JSX.Element {
  const { device } = props;
  const state = device.state?.kind === 'tool' ? device.state.value.run : 'unknown';
  const shown = isSilent(device, hubNowMs.value) ? 'unknown' : state;
  return (
    <li class="row">
      <span class="row-name">{device.meta.name}</span>
      <Tag tone={TOOL_SIGN[shown].tone} svg={TOOL_SIGN[shown].svg}>
        {i18n.t.value(`tool.${shown}`)}
      </Tag>
      {device.receivedAt !== undefined && <Age atMs={device.receivedAt} />}
    </li>
  );
}

/** A level sensor: how high the goods stand. */
export function LevelRow(props: { readonly device: DeviceLive; readonly state: LevelState | undefined }): JSX.Element {
  const { device, state } = props;
  return (
    <li class="row">
      <span class="row-name">{device.meta.name}</span>
      <span>{state === undefined ? i18n.t.value('value.none') : i18n.formats.value.percent(state.fillRatio)}</span>
      {device.receivedAt !== undefined && <Age atMs={device.receivedAt} />}
    </li>
  );
}
