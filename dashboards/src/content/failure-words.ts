import { failureWords } from '../words/failure-words.ts';
import { i18n } from '../words/words.ts';
import { EN, NL } from './failure-tables.ts';

/** A sentence for a failed call of the editor: what happened and what to do. */
export function contentFailureWords(code: string): string {
  const language = i18n.language.value;
  return (language === 'nl' ? NL : EN)[code] ?? failureWords(language, code);
}
