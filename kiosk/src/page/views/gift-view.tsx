import { FIGURE_WORDS, Mark, Mass } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Gift } from '../core/gift.ts';
import { useKiosk } from '../kiosk-context.ts';
import { StreamDock } from '../parts/docks.tsx';

const COUNT_UP_MS = 800;
const KG_G = 1_000;

/** "U gaf net ongeveer 4 kg. Dank u wel!" and then one question. */
export function GiftView({ gift, phase }: { readonly gift: Gift; readonly phase: 'told' | 'asked' }): JSX.Element {
  const { words } = useKiosk();
  const t = words.t.value;
  const formats = words.formats.value;
  const divisionG = gift.shownG % KG_G === 0 ? KG_G : 100;
  const shownG = useCountUp(gift.shownG, divisionG);
  const [before = '', after = ''] = FIGURE_WORDS[words.language.value].about.split('{value}');
  const lead = t(gift.ids.length > 1 ? 'gaveLeadMore' : 'gaveLead');
  return (
    <>
      <div class="panel gift" data-phase={phase}>
        <Mark class="gift-ring" />
        <div class="gift-words" aria-hidden="true">
          <p class="gift-lead">
            {lead} {before}
          </p>
          <p class="gift-figure">
            <Mass parts={formats.massParts(shownG, divisionG)} />
          </p>
          {after.trim() === '' ? null : <p class="gift-lead">{after}</p>}
          <p class="gift-thanks">{t('thanks')}</p>
        </div>
        <p class="kw-visually-hidden" role="status">
          {lead} {formats.aboutMass(gift.shownG, divisionG)}. {t('thanks')}
        </p>
        <p class="small">{t('indicative')}</p>
      </div>
      <section class="side ask">
        <h1>{t('ask')}</h1>
        <p class="lead">{t('askHint')}</p>
      </section>
      <StreamDock />
    </>
  );
}

/** Runs a mass up to its value in 0.8 s by whole divisions; at once for people who want stillness. */
function useCountUp(targetG: number, divisionG: number): number {
  const { preferences } = useKiosk();
  const still = preferences.value.still || matchMedia('(prefers-reduced-motion: reduce)').matches;
  const shown = useSignal(still ? targetG : 0);
  useEffect(() => {
    if (still) {
      shown.value = targetG;
      return undefined;
    }
    const fromG = shown.peek();
    const startMs = performance.now();
    let frame = requestAnimationFrame(function run(nowMs) {
      const share = Math.min(1, Math.max(0, nowMs - startMs) / COUNT_UP_MS);
      const eased = 1 - (1 - share) ** 3;
      shown.value = share === 1 ? targetG : Math.round((fromG + (targetG - fromG) * eased) / divisionG) * divisionG;
      if (share < 1) frame = requestAnimationFrame(run);
    });
    return () => cancelAnimationFrame(frame);
  }, [targetG, divisionG, still, shown]);
  return shown.value;
}
