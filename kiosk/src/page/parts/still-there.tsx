import type { JSX } from 'preact';
import { useKiosk } from '../kiosk-context.ts';
import { BigButton } from './big-button.tsx';

/** "Bent u er nog?" with the seconds left and one big answer. */
export function StillThere({ leftS }: { readonly leftS: number }): JSX.Element {
  const { words, touched } = useKiosk();
  const t = words.t.value;
  return (
    <div class="still-there" role="alertdialog" aria-modal="true" aria-labelledby="still-title" aria-describedby="still-text">
      <div class="still-box">
        <h2 id="still-title">{t('stillThere')}</h2>
        <p id="still-text">{t('stillThereText', { count: leftS })}</p>
        <BigButton kind="main" label={t('yesStill')} onTap={touched} />
      </div>
    </div>
  );
}
