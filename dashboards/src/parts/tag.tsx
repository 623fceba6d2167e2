import { Icon } from '@kringwijzer/ui';
import type { ComponentChildren, JSX } from 'preact';

/** How much a small sign asks for attention. */
export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

/** A small sign: icon and word on a coloured ground. */
export function Tag(props: { readonly tone: Tone; readonly svg?: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <span class={`tag tag-${props.tone}`}>
      {props.svg !== undefined && <Icon svg={props.svg} />}
      <span>{props.children}</span>
    </span>
  );
}
