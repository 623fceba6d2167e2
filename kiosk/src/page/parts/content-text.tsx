import { LANGUAGE_INFO } from '@kringwijzer/ui';
import type { JSX } from 'preact';
import type { LocalText } from '../../content/schema.ts';
import { useKiosk } from '../kiosk-context.ts';
import { textIn } from '../text/local-text.ts';

/** A text of the content, marked with the language it is in when that is not the page's own. */
export function ContentText(props: { readonly of: LocalText }): JSX.Element {
  const { words, settings } = useKiosk();
  const { text, lang } = textIn(props.of, words.language.value, settings.showUnreviewed);
  return lang === words.language.value ? (
    <>{text}</>
  ) : (
    <span lang={lang} dir={LANGUAGE_INFO[lang].dir}>
      {text}
    </span>
  );
}
