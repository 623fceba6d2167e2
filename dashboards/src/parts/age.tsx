import type { JSX } from 'preact';
import { hubNowMs } from '../data/live.ts';
import { i18n } from '../words/words.ts';

/** Age above which a value is called old, in ms. */
const OLD_AFTER_MS = 120_000;

/** How old a value is, renewed each second; told louder once it is old. */
export function Age(props: { readonly atMs: number }): JSX.Element {
  const nowMs = hubNowMs.value;
  const old = nowMs - props.atMs >= OLD_AFTER_MS;
  const age = i18n.formats.value.ago(props.atMs, nowMs);
  return <span class={old ? 'age age-old' : 'age'}>{i18n.t.value(old ? 'value.old' : 'value.age', { age })}</span>;
}
