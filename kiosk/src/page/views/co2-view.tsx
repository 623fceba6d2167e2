import type { JSX } from 'preact';
import { useKiosk } from '../kiosk-context.ts';
import { BackDock } from '../parts/docks.tsx';
import { factorLine, sourceText } from '../parts/factor-line.ts';

/** What CO₂ is, how we count, and why we say "about". */
export function Co2View(): JSX.Element {
  const { bundle, summary, words } = useKiosk();
  const t = words.t.value;
  const formats = words.formats.value;
  const factor = summary.value?.co2.factor ?? bundle.impact;
  const { reusedShare } = factor;
  return (
    <>
      <div class="panel explain">
        <h1>{t('co2Title')}</h1>
        <p>{t('co2What')}</p>
        {factor.basis === 'reused' ? <p class="explain-factor">{t('co2How', { value: formats.decimal(factor.value, 1) })}</p> : null}
        <p>{t('co2Range')}</p>
      </div>
      <section class="side sources">
        <p>{factorLine(t, formats, factor)}</p>
        {reusedShare === undefined ? null : (
          <p>
            {t('co2ShareLine', { share: formats.percent(reusedShare.value), source: sourceText(reusedShare.source, reusedShare.year) })}
          </p>
        )}
      </section>
      <BackDock sound="co2" />
    </>
  );
}
