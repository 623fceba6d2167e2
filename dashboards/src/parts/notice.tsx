import { Icon } from '@kringwijzer/ui';
import type { ComponentChildren, JSX } from 'preact';
import type { Tone } from './tag.tsx';

/** A message across the page: what is the matter, what to do, and perhaps a button. `role` alert is read at once. */
export function Notice(props: {
  readonly tone: Tone;
  readonly svg: string;
  readonly title: string;
  readonly text?: string;
  readonly role?: 'alert' | 'status';
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`notice notice-${props.tone}`} role={props.role}>
      <Icon svg={props.svg} class="notice-icon" />
      <div class="notice-words">
        <p class="notice-title">{props.title}</p>
        {props.text !== undefined && <p>{props.text}</p>}
        {props.children}
      </div>
    </div>
  );
}
