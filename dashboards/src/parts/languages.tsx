import { Icon, LANGUAGE_INFO } from '@kringwijzer/ui';
import check from 'lucide-static/icons/check.svg?raw';
import globe from 'lucide-static/icons/languages.svg?raw';
import type { JSX } from 'preact';
import { rememberLanguage } from '../data/preferences.ts';
import { i18n } from '../words/words.ts';

/** The language switch: each language by its own name. */
export function Languages(): JSX.Element {
  return (
    <fieldset class="choices">
      <legend>
        <Icon svg={globe} />
        {i18n.t.value('settings.language')}
      </legend>
      {i18n.offered.map((language) => {
        const chosen = language === i18n.language.value;
        return (
          <button
            key={language}
            type="button"
            class="choice"
            lang={language}
            aria-pressed={chosen}
            onClick={() => {
              i18n.language.value = language;
              rememberLanguage(language);
            }}
          >
            {chosen && <Icon svg={check} />}
            {LANGUAGE_INFO[language].name}
          </button>
        );
      })}
    </fieldset>
  );
}
