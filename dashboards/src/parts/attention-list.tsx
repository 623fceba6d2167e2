import { Icon } from '@kringwijzer/ui';
import ok from 'lucide-static/icons/circle-check-big.svg?raw';
import doubt from 'lucide-static/icons/circle-help.svg?raw';
import full from 'lucide-static/icons/trash-2.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import unplug from 'lucide-static/icons/unplug.svg?raw';
import type { JSX } from 'preact';
import type { Attention } from '../core/attention.ts';
import { hubNowMs } from '../data/live.ts';
import { faultWords } from '../words/fault-words.ts';
import { i18n } from '../words/words.ts';
import { Notice } from './notice.tsx';

/** What needs a person, worst first; with stale data it does not claim that all is well. */
export function AttentionList(props: { readonly items: readonly Attention[]; readonly isFresh: boolean }): JSX.Element {
  const t = i18n.t.value;
  if (props.items.length === 0) {
    return props.isFresh ? (
      <Notice tone="good" svg={ok} title={t('attention.none')} />
    ) : (
      <Notice tone="quiet" svg={doubt} title={t('attention.none.stale')} />
    );
  }
  return (
    <ul class="attention">
      {props.items.map((item) => {
        const { svg, title, todo } = wordsOf(item);
        return (
          <li key={item.id} class={`attention-item attention-${item.level}`}>
            <Icon svg={svg} class="attention-icon" />
            <div>
              <p class="attention-title">{title}</p>
              <p>{todo}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

interface Words {
  readonly svg: string;
  readonly title: string;
  readonly todo: string;
}

/** Icon, sentence and advice for one matter, in the language of the moment. */
function wordsOf({ about }: Attention): Words {
  const t = i18n.t.value;
  const moment = (atMs: number): string => i18n.formats.value.moment(atMs, hubNowMs.value);
  switch (about.kind) {
    case 'full':
    case 'nearly_full':
      return { svg: full, title: t(`attention.${about.kind}`, { name: about.device.meta.name }), todo: t(`attention.${about.kind}.do`) };
    case 'no_data': {
      const { name } = about.device.meta;
      const title =
        about.sinceMs === undefined
          ? t('attention.no_data.never', { name })
          : t('attention.no_data', { name, time: moment(about.sinceMs) });
      return { svg: unplug, title, todo: t('attention.no_data.do') };
    }
    case 'bad_value':
      return { svg: doubt, title: t('attention.bad_value', { name: about.device.meta.name }), todo: t('attention.bad_value.do') };
    case 'fault': {
      const { what, todo } = faultWords(i18n.language.value, about.code);
      return { svg: alert, title: `${about.deviceName}: ${what}`, todo: `${todo} (${moment(about.atMs)}, ${about.code})` };
    }
    case 'node_lost':
    case 'node_offline': {
      const title = t(`attention.${about.kind}`, { name: about.node.name, time: moment(about.atMs) });
      return { svg: unplug, title, todo: t(`attention.${about.kind}.do`) };
    }
    default:
      return { svg: alert, title: t('attention.missing', { name: about.node.name, count: about.count }), todo: t('attention.missing.do') };
  }
}
