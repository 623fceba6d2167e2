import type { ComponentChildren, JSX } from 'preact';

/** A titled part of a page; the title names it for screen readers too. */
export function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class={props.class === undefined ? 'section' : `section ${props.class}`} aria-labelledby={props.id}>
      <h2 id={props.id} class="section-title">
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}
