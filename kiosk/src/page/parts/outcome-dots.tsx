import type { JSX } from 'preact';
import { ofTen } from '../core/of-ten.ts';
import { useKiosk } from '../kiosk-context.ts';
import { sourceText } from './factor-line.ts';

const KINDS = ['reused', 'recycled', 'residual'] as const;

/** What becomes of every ten kilos, as ten dots: a picture instead of a chart. The centre's own lately written figures, else those of the content. */
export function OutcomeDots(): JSX.Element {
  const { bundle, summary, words } = useKiosk();
  const t = words.t.value;
  const ours = summary.value?.outcomes;
  const outcomes = ours ?? bundle.outcomes;
  const tenths = ofTen(KINDS.map((kind) => outcomes[kind]));
  const own = ours !== undefined || bundle.outcomes.scope === 'own';
  return (
    <figure class="outcomes">
      <figcaption class="lead">{t(own ? 'ofTenOwn' : 'ofTen')}</figcaption>
      <ul class="outcome-list">
        {KINDS.map((kind, i) => (
          <li key={kind} class={`outcome outcome-${kind}`}>
            <span class="outcome-dots" aria-hidden="true">
              {Array.from({ length: tenths[i] ?? 0 }, (_, n) => (
                <i key={n} />
              ))}
            </span>
            <span>
              <b>{tenths[i]}</b> {t(kind)}
            </span>
          </li>
        ))}
      </ul>
      <p class="small">
        {own
          ? t('outcomesOwn', { year: String(outcomes.year) })
          : t('outcomesNational', { source: sourceText(bundle.outcomes.source, outcomes.year) })}
      </p>
    </figure>
  );
}
