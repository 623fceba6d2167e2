import up from 'lucide-static/icons/arrow-up.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import bin from 'lucide-static/icons/trash-2.svg?raw';
import type { ComponentChildren, JSX } from 'preact';
import { Button } from '../parts/button.tsx';
import { t } from './words.ts';

interface ItemListProps<T> {
  readonly items: readonly T[];
  readonly onChange: (items: T[]) => void;
  /** Name of the n-th item, 1 and up. */
  readonly nameOf: (n: number) => string;
  /** What a new item holds; undefined where none may be added. */
  readonly fresh?: (() => T) | undefined;
  readonly most: number;
  readonly least?: number;
  readonly none?: string;
  readonly children: (item: T, change: (item: T) => void) => ComponentChildren;
}

/** A short list that can be added to, taken from and put in another order. */
export function ItemList<T>(props: ItemListProps<T>): JSX.Element {
  const { items, onChange, nameOf, fresh, most, least = 0, none } = props;
  const put = (index: number, item: T): void => onChange(items.with(index, item));
  const raise = (index: number): void => {
    const [before, item] = [items[index - 1], items[index]];
    if (before !== undefined && item !== undefined) onChange(items.with(index - 1, item).with(index, before));
  };
  return (
    <>
      {items.length === 0 && none !== undefined && <p class="empty">{none}</p>}
      {items.map((item, index) => (
        <fieldset key={index} class="item">
          <legend>{nameOf(index + 1)}</legend>
          {props.children(item, (next) => put(index, next))}
          <div class="links">
            {index > 0 && <Button svg={up} label={t.value('up')} onClick={() => raise(index)} />}
            {items.length > least && <Button svg={bin} label={t.value('remove')} onClick={() => onChange(items.toSpliced(index, 1))} />}
          </div>
        </fieldset>
      ))}
      {fresh !== undefined && items.length < most && (
        <Button svg={plus} label={t.value('add')} onClick={() => onChange([...items, fresh()])} />
      )}
    </>
  );
}
