import type { JSX } from 'preact';
import { ofTen } from '../core/of-ten.ts';
import { useKiosk } from '../kiosk-context.ts';
import { sourceText } from './factor-line.ts';

const KINDS = ['reused', 'recycled', 'residual'] as const;

/** What becomes of every ten kilos, as ten dots: a picture instead of a chart. National figures until the centre has its own. */
export function OutcomeDots(): JSX.Element {
  const { bundle, words } = useKiosk();
  const t = words.t.value;
  const { outcomes } = bundle;
  const tenths = ofTen(KINDS.map((kind) => outcomes[kind]));
  const own = outcomes.scope === 'own';
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
          : t('outcomesNational', { source: sourceText(outcomes.source, outcomes.year) })}
      </p>
    </figure>
  );
}
