import { pickLanguage } from '@kringwijzer/ui';
import { type Signal, signal } from '@preact/signals';
import { isSpoken, type Spoken } from '../words/spoken.ts';

export type { StaffLanguage } from '../words/spoken.ts';

/** Light for the yard, dark for the workshop wall, or as the device says. */
export const THEMES = ['light', 'dark', 'auto'] as const;
export type Theme = (typeof THEMES)[number];

const LANGUAGE_KEY = 'kw-language';
const THEME_KEY = 'kw-theme';

const stored = (key: string): string | undefined => {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined; // storage may be refused; the choice then lasts as long as the page
  }
};

const isTheme = (text: string | undefined): text is Theme => (THEMES as readonly (string | undefined)[]).includes(text);
const storedTheme = stored(THEME_KEY);

/** The theme of this device. */
export const theme: Signal<Theme> = signal(isTheme(storedTheme) ? storedTheme : 'light');

/** The language chosen on this device, else the browser's as far as it is whole here, else Dutch. */
export function startLanguage(): Spoken {
  const chosen = stored(LANGUAGE_KEY);
  if (chosen !== undefined && isSpoken(chosen)) return chosen;
  return pickLanguage(navigator.languages, ['nl', 'en'] as const, 'nl');
}

/** Remembers the language on this device. */
export function rememberLanguage(language: Spoken): void {
  remember(LANGUAGE_KEY, language);
}

/** Sets and remembers the theme on this device. */
export function chooseTheme(wanted: Theme): void {
  theme.value = wanted;
  remember(THEME_KEY, wanted);
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Refused storage costs only the memory of the choice.
  }
}
