import globe from 'lucide-static/icons/languages.svg?raw';
import type { JSX } from 'preact';
import { chooseLanguage } from '../data/language.ts';
import { tellLanguage } from '../data/session.ts';
import { SPOKEN_INFO } from '../words/spoken.ts';
import { i18n } from '../words/words.ts';
import { Choices } from './choices.tsx';

/** The language switch: each language by its own name, and a word when no speaker has checked it. */
export function Languages(): JSX.Element {
  const spoken = i18n.spoken.value;
  return (
    <>
      <Choices
        svg={globe}
        legend={i18n.t.value('settings.language')}
        options={i18n.offered.map((language) => ({ value: language, word: SPOKEN_INFO[language].name, lang: language }))}
        chosen={spoken}
        onChoose={(language) => {
          chooseLanguage(language);
          void tellLanguage();
        }}
      />
      {!SPOKEN_INFO[spoken].isReviewed && <p class="field-hint">{i18n.t.value('language.unreviewed')}</p>}
    </>
  );
}
