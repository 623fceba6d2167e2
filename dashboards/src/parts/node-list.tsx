import type { NodeLive } from '@kringwijzer/contract';
import ok from 'lucide-static/icons/circle-check-big.svg?raw';
import doubt from 'lucide-static/icons/circle-help.svg?raw';
import flask from 'lucide-static/icons/flask-conical.svg?raw';
import off from 'lucide-static/icons/power-off.svg?raw';
import unplug from 'lucide-static/icons/unplug.svg?raw';
import type { JSX } from 'preact';
import { hubNowMs } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import { Tag, type Tone } from './tag.tsx';

const SIGN: Readonly<Record<'online' | 'lost' | 'offline' | 'unknown', { readonly tone: Tone; readonly svg: string }>> = {
  online: { tone: 'good', svg: ok },
  lost: { tone: 'bad', svg: unplug },
  offline: { tone: 'warn', svg: off },
  unknown: { tone: 'quiet', svg: doubt },
};

/** The sensor boxes: whether each is there, when it last sent a record, and whether it is only a simulation. `isNamed` false leaves
    out the name, where a heading tells it. */
export function NodeList(props: { readonly nodes: readonly NodeLive[]; readonly isNamed?: boolean }): JSX.Element {
  const t = i18n.t.value;
  return (
    <ul class="rows">
      {props.nodes.map((node) => {
        const state = node.status?.state ?? 'unknown';
        return (
          <li key={node.node} class="row">
            {props.isNamed !== false && <span class="row-name">{node.name}</span>}
            <span class="row-tags">
              <Tag tone={SIGN[state].tone} svg={SIGN[state].svg}>
                {t(`node.${state}`)}
              </Tag>
              {node.status !== undefined && <Tag tone="quiet">{t('node.version', { version: node.status.version })}</Tag>}
              {node.simulated && (
                <Tag tone="quiet" svg={flask}>
                  {t('node.simulated')}
                </Tag>
              )}
            </span>
            {node.lastRecordAt !== undefined && (
              <span class="age">{t('node.lastRecord', { age: i18n.formats.value.ago(node.lastRecordAt, hubNowMs.value) })}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
