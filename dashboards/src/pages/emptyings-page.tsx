import type { StoredRecord } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import truck from 'lucide-static/icons/truck.svg?raw';
import type { JSX } from 'preact';
import { logLineOf } from '../core/log-line.ts';
import { hubNowMs, live } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { LoadState } from '../parts/load-state.tsx';
import { i18n } from '../words/words.ts';

/** When each container was emptied and what left, newest first. */
export function EmptyingsPage(): JSX.Element {
  const t = i18n.t.value;
  const { loaded, reload } = useLoad<readonly StoredRecord[]>('/records?kinds=emptying&limit=100');
  const { data, code } = loaded.value;
  return (
    <div class="page">
      <h1>{t('nav.emptyings')}</h1>
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && code === undefined && <Emptyings stored={data} />}
    </div>
  );
}

function Emptyings(props: { readonly stored: readonly StoredRecord[] }): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const devices = live.data.value?.snapshot.devices ?? [];
  const rows = props.stored.flatMap((one) => {
    const line = logLineOf(one.record);
    if (line?.kind !== 'emptying') return [];
    const device = devices.find((other) => other.node === one.node && other.meta.id === one.record['device']);
    return [{ key: `${one.node}/${one.boot}/${one.seq}`, name: device?.meta.name ?? String(one.record['device']), ...line }];
  });
  if (rows.length === 0) return <p class="empty">{t('emptyings.none')}</p>;
  return (
    <ul class="rows">
      {rows.map(({ key, name, massG, atMs }) => (
        <li key={key} class="row">
          <Icon svg={truck} />
          <span class="row-name">{name}</span>
          <span>{t('log.emptying', { mass: formats.mass(massG) })}</span>
          <time dateTime={new Date(atMs).toISOString()}>{formats.moment(atMs, hubNowMs.value)}</time>
        </li>
      ))}
    </ul>
  );
}
