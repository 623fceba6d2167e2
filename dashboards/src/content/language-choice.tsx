import { type LocalText, TRANSLATION_LANGUAGES } from '@kringwijzer/contract';
import { LANGUAGE_INFO } from '@kringwijzer/ui';
import languages from 'lucide-static/icons/languages.svg?raw';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Choices } from '../parts/choices.tsx';
import type { WriteLanguage } from './text-field.tsx';
import { t } from './words.ts';

const ALL: readonly WriteLanguage[] = ['nl', ...TRANSLATION_LANGUAGES];

interface LanguageChoiceProps {
  readonly language: WriteLanguage;
  readonly onChoose: (language: WriteLanguage) => void;
  /** All texts of the form. */
  readonly texts: readonly LocalText[];
  /** Changes all of them. */
  readonly onReviewed: (change: (text: LocalText) => LocalText) => void;
}

/** In which language the form writes, and whether somebody who speaks it has checked the words. */
export function LanguageChoice({ language, onChoose, texts, onReviewed }: LanguageChoiceProps): JSX.Element {
  const id = useId();
  const written = texts.filter((text) => text[language] !== undefined);
  const isReviewed = written.length > 0 && written.every((text) => text.reviewed?.some((one) => one === language) === true);
  const turn = (): void =>
    onReviewed((text) => {
      const others = text.reviewed?.filter((one) => one !== language) ?? [];
      const now = isReviewed || language === 'nl' || text[language] === undefined ? others : [...others, language];
      return { ...text, reviewed: now };
    });
  return (
    <div class="language-choice">
      <Choices
        legend={t.value('language.write')}
        svg={languages}
        options={ALL.map((value) => ({ value, word: LANGUAGE_INFO[value].name, lang: value }))}
        chosen={language}
        onChoose={onChoose}
      />
      <p class="field-hint">{t.value('language.hint')}</p>
      {language !== 'nl' && language !== 'en' && (
        <>
          <div class="tick">
            <input id={id} type="checkbox" checked={isReviewed} disabled={written.length === 0} onChange={turn} />
            <label for={id}>{t.value('language.reviewed')}</label>
          </div>
          {!isReviewed && <p class="field-hint">{t.value('language.hidden')}</p>}
        </>
      )}
    </div>
  );
}
