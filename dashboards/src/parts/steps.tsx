import type { ComponentChildren, JSX } from 'preact';
import { i18n } from '../words/words.ts';

/** One step of a guided task: a picture, one thing to do, and the buttons. */
export function Step(props: {
  readonly n: number;
  readonly of: number;
  readonly title: string;
  readonly text: string;
  readonly picture: JSX.Element;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="step" aria-labelledby="step">
      <p class="step-count">{i18n.t.value('step.count', { n: props.n, of: props.of })}</p>
      <div class="step-picture">{props.picture}</div>
      <h2 id="step">{props.title}</h2>
      <p class="step-text">{props.text}</p>
      {props.children}
    </section>
  );
}
