import type { EmptyingSummary } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import yes from 'lucide-static/icons/check.svg?raw';
import asked from 'lucide-static/icons/circle-help.svg?raw';
import edit from 'lucide-static/icons/pencil.svg?raw';
import truck from 'lucide-static/icons/truck.svg?raw';
import no from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { partnersOf } from '../core/emptyings.ts';
import { confirmEmptying, denyEmptying } from '../data/emptyings.ts';
import { hubNowMs, live } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { mayAct } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { EmptyingForm } from '../parts/emptying-form.tsx';
import { Failure } from '../parts/failure.tsx';
import { LinkNotice } from '../parts/link-state.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { i18n } from '../words/words.ts';

/** When each container was emptied, what left, who took it and what the weighbridge said; newest first. */
export function EmptyingsPage(): JSX.Element {
  const t = i18n.t.value;
  const { loaded, reload } = useLoad<readonly EmptyingSummary[]>('/emptyings?limit=100');
  const { data, code } = loaded.value;
  // An emptying the scales just saw, or one confirmed on another screen, comes in by the live picture.
  const seen = (live.data.value?.snapshot.devices ?? []).map(({ lastEmptying: last }) => `${last?.id} ${last?.by}`).join();
  useEffect(() => {
    if (data !== undefined) reload();
  }, [seen]);
  return (
    <div class="page">
      <h1>{t('nav.emptyings')}</h1>
      <LinkNotice />
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && code === undefined && <Emptyings emptyings={data} reload={reload} />}
    </div>
  );
}

function Emptyings(props: { readonly emptyings: readonly EmptyingSummary[]; readonly reload: () => void }): JSX.Element {
  const { emptyings, reload } = props;
  const partners = partnersOf(emptyings);
  if (emptyings.length === 0) return <p class="empty">{i18n.t.value('emptyings.none')}</p>;
  return (
    <ul class="emptyings">
      {emptyings.map((emptying) => (
        <Emptying key={emptying.id} emptying={emptying} partners={partners} reload={reload} />
      ))}
    </ul>
  );
}

const VERDICT: Readonly<Record<EmptyingSummary['verdict'], { readonly tone: Tone; readonly svg: string }>> = {
  open: { tone: 'warn', svg: asked },
  confirmed: { tone: 'good', svg: yes },
  denied: { tone: 'quiet', svg: no },
};

interface EmptyingProps {
  readonly emptying: EmptyingSummary;
  readonly partners: readonly string[];
  readonly reload: () => void;
}

function Emptying(props: EmptyingProps): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const { emptying, partners, reload } = props;
  const isOpen = useSignal(false);
  const { verdict } = emptying;
  const done = (): void => {
    isOpen.value = false;
    reload();
  };
  return (
    <li class="card">
      <p class="card-title">
        <Icon svg={truck} />
        {nameOf(emptying)}
      </p>
      <p>
        {t('log.emptying', { mass: formats.mass(emptying.massG) })}{' '}
        <time dateTime={new Date(emptying.at).toISOString()}>{formats.moment(emptying.at, hubNowMs.value)}</time>
      </p>
      <Tag tone={VERDICT[verdict].tone} svg={VERDICT[verdict].svg}>
        {t(`emptyings.${verdict}`, { by: emptying.by ?? '' })}
      </Tag>
      <Known emptying={emptying} />
      {mayAct('staff') && !isOpen.value && <Actions {...props} onEdit={() => (isOpen.value = true)} />}
      {isOpen.value && <EmptyingForm emptying={emptying} partners={partners} onDone={done} />}
    </li>
  );
}

/** What staff and the weighbridge said of it. */
function Known(props: { readonly emptying: EmptyingSummary }): JSX.Element | null {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const { note, weighbridge } = props.emptying;
  const facts: (readonly [string, string])[] = [];
  if (note?.partner !== undefined) facts.push([t('emptyings.partner'), note.partner]);
  if (note?.rejectPercent !== undefined) facts.push([t('emptyings.reject'), formats.percent(note.rejectPercent / 100)]);
  if (weighbridge !== undefined) {
    const { number, netG, differenceG, differencePercent } = weighbridge;
    const share = differencePercent === undefined ? '' : ` (${formats.decimal(differencePercent, 1)} %)`;
    facts.push([t('emptyings.ticket'), `${number}: ${formats.mass(netG, 1_000)}`]);
    facts.push([t('emptyings.difference'), `${formats.mass(differenceG, 1_000)}${share}`]);
  }
  if (note?.remark !== undefined) facts.push([t('emptyings.remark'), note.remark]);
  if (facts.length === 0) return null;
  return <dl class="facts">{facts.map(([word, value]) => [<dt key={`${word}-word`}>{word}</dt>, <dd key={word}>{value}</dd>])}</dl>;
}

function Actions(props: EmptyingProps & { readonly onEdit: () => void }): JSX.Element {
  const t = i18n.t.value;
  const { emptying, reload, onEdit } = props;
  const task = useMemo(
    () => createTask((what: 'confirm' | 'deny') => (what === 'confirm' ? confirmEmptying(emptying.id) : denyEmptying(emptying.id))),
    [emptying.id],
  );
  const busy = task.status.value.state === 'busy';
  const say = (what: 'confirm' | 'deny') => (): void => {
    void task.run(what).then((done) => {
      if (done) reload();
    });
  };
  return (
    <>
      <Failure status={task.status.value} />
      <div class="links">
        {emptying.verdict !== 'confirmed' && (
          <Button
            kind={emptying.verdict === 'open' ? 'primary' : 'plain'}
            svg={yes}
            label={t('emptyings.right')}
            busy={busy}
            onClick={say('confirm')}
          />
        )}
        <Button svg={edit} label={t('emptyings.fill')} onClick={onEdit} />
        {emptying.verdict !== 'denied' && <Button svg={no} label={t('emptyings.wrong')} busy={busy} onClick={say('deny')} />}
      </div>
    </>
  );
}

const nameOf = ({ node, device }: EmptyingSummary): string =>
  live.data.value?.snapshot.devices.find((other) => other.node === node && other.meta.id === device)?.meta.name ?? device;
