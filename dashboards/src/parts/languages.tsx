import { LANGUAGE_INFO } from '@kringwijzer/ui';
import globe from 'lucide-static/icons/languages.svg?raw';
import type { JSX } from 'preact';
import { chooseLanguage } from '../data/language.ts';
import { tellLanguage } from '../data/session.ts';
import { i18n } from '../words/words.ts';
import { Choices } from './choices.tsx';

/** The language switch: each language by its own name. */
export function Languages(): JSX.Element {
  return (
    <Choices
      svg={globe}
      legend={i18n.t.value('settings.language')}
      options={i18n.offered.map((language) => ({ value: language, word: LANGUAGE_INFO[language].name, lang: language }))}
      chosen={i18n.language.value}
      onChoose={(language) => {
        chooseLanguage(language);
        void tellLanguage();
      }}
    />
  );
}
