import type { ContentChange } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import text from 'lucide-static/icons/file-text.svg?raw';
import book from 'lucide-static/icons/image.svg?raw';
import type { JSX } from 'preact';
import { t } from './words.ts';

/** What publishing would change on the screens. */
export function ChangeList({ changes }: { readonly changes: readonly ContentChange[] }): JSX.Element {
  return (
    <ul class="change-list">
      {changes.map(({ what, change, title, by }) => (
        <li key={`${what}/${title ?? ''}`}>
          <Icon svg={what === 'story' ? book : text} />
          <span>
            <strong>{what === 'story' ? title : t.value(`part.${what}`)}</strong> {t.value(`change.${change}`)}
            {by !== undefined && `, ${t.value('change.by', { name: by })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
