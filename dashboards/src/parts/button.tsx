import { Icon } from '@kringwijzer/ui';
import type { JSX } from 'preact';

interface ButtonProps {
  readonly svg: string;
  readonly label: string;
  readonly kind?: 'primary' | 'plain' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onClick?: () => void;
}

const classOf = (kind: ButtonProps['kind']): string => `button button-${kind ?? 'plain'}`;

/** A button with icon and word, tall enough for gloves. While busy it cannot be pressed twice. */
export function Button(props: ButtonProps): JSX.Element {
  const off = props.disabled === true || props.busy === true;
  return (
    <button
      type={props.type ?? 'button'}
      class={classOf(props.kind)}
      disabled={off}
      aria-busy={props.busy === true}
      onClick={props.onClick}
    >
      <Icon svg={props.svg} />
      <span>{props.label}</span>
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink(props: {
  readonly svg: string;
  readonly label: string;
  readonly href: string;
  readonly kind?: ButtonProps['kind'];
}): JSX.Element {
  return (
    <a class={classOf(props.kind)} href={props.href}>
      <Icon svg={props.svg} />
      <span>{props.label}</span>
    </a>
  );
}
