import { Icon } from '@kringwijzer/ui';
import type { ComponentChildren, JSX } from 'preact';

export interface BigButtonProps {
  readonly label: ComponentChildren;
  readonly onTap: () => void;
  /** SVG text of an icon, or the address of a picture. */
  readonly icon?: string;
  readonly image?: string;
  readonly kind?: 'tile' | 'setting' | 'main' | 'picture' | 'face';
  readonly pressed?: boolean;
  /** A class of its own, for a button that some panels do not show. */
  readonly name?: string;
  readonly lang?: string;
  readonly children?: ComponentChildren;
}

/** Something to tap: never smaller than 20 mm of glass, always with a word. */
export function BigButton({ label, onTap, icon, image, kind = 'tile', pressed, name, lang, children }: BigButtonProps): JSX.Element {
  return (
    <button type="button" class={`button button-${kind} ${name ?? ''}`} onClick={onTap} aria-pressed={pressed} lang={lang}>
      {icon === undefined ? null : <Icon svg={icon} />}
      {image === undefined ? null : <img src={image} alt="" draggable={false} />}
      {children}
      <span class="button-label">{label}</span>
    </button>
  );
}
