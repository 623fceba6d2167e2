import { LANGUAGE_INFO, type Language } from '@kringwijzer/ui';
import lettersIcon from 'lucide-static/icons/a-large-small.svg?raw';
import lowIcon from 'lucide-static/icons/arrow-down-to-line.svg?raw';
import backIcon from 'lucide-static/icons/arrow-left.svg?raw';
import doneIcon from 'lucide-static/icons/check.svg?raw';
import exploreIcon from 'lucide-static/icons/compass.svg?raw';
import contrastIcon from 'lucide-static/icons/contrast.svg?raw';
import languageIcon from 'lucide-static/icons/languages.svg?raw';
import co2Icon from 'lucide-static/icons/leaf.svg?raw';
import whereIcon from 'lucide-static/icons/map-pin.svg?raw';
import stillIcon from 'lucide-static/icons/pause.svg?raw';
import opinionIcon from 'lucide-static/icons/smile.svg?raw';
import type { JSX } from 'preact';
import type { SpokenId } from '../../content/spoken.ts';
import { OPINION_FACE_NAMES } from '../core/face-names.ts';
import { useKiosk } from '../kiosk-context.ts';
import type { Preferences, View } from '../state.ts';
import { offeredLanguages, REVIEWED } from '../text/words.ts';
import { BigButton } from './big-button.tsx';
import { ContentText } from './content-text.tsx';
import { Face } from './faces.tsx';
import { ReadAloud } from './read-aloud.tsx';

/** Four ways in, and how the screen may be made easier. */
export function MenuDock(): JSX.Element {
  const { words, go } = useKiosk();
  const t = words.t.value;
  const to = (name: Exclude<View['name'], 'became'>) => () => go({ name });
  return (
    <nav class="dock" aria-label={t('menu')}>
      <div class="tiles">
        <BigButton label={t('explore')} icon={exploreIcon} onTap={to('explore')} />
        <BigButton label={t('where')} icon={whereIcon} onTap={to('where')} />
        <BigButton label={t('opinion')} icon={opinionIcon} onTap={to('opinion')} />
        <BigButton label={t('co2Title')} icon={co2Icon} onTap={to('co2')} />
      </div>
      <SettingsRow />
    </nav>
  );
}

const SETTINGS = [
  ['large', 'largeText', lettersIcon],
  ['contrast', 'contrast', contrastIcon],
  ['still', 'still', stillIcon],
  ['low', 'lowReach', lowIcon],
] as const;

function SettingsRow(): JSX.Element {
  const { words, go, preferences, touched } = useKiosk();
  const t = words.t.value;
  const turn = (key: keyof Preferences) => () => {
    preferences.value = { ...preferences.value, [key]: !preferences.value[key] };
    touched();
  };
  return (
    <div class="settings" role="group" aria-label={t('settings')}>
      <BigButton kind="setting" label={t('language')} icon={languageIcon} onTap={() => go({ name: 'languages' })} />
      {SETTINGS.map(([key, label, icon]) => (
        <BigButton
          key={key}
          kind="setting"
          name={`setting-${key}`}
          label={t(label)}
          icon={icon}
          pressed={preferences.value[key]}
          onTap={turn(key)}
        />
      ))}
    </div>
  );
}

/** The six kinds of goods as pictures. */
export function StreamDock(): JSX.Element {
  const { bundle, chooseStream, words } = useKiosk();
  return (
    <nav class="dock" aria-label={words.t.value('exploreHint')}>
      <div class="pictures">
        {bundle.streams.map((stream) => (
          <BigButton
            key={stream.id}
            kind="picture"
            image={`content/${stream.image}`}
            label={<ContentText of={stream.name} />}
            onTap={() => chooseStream(stream.id)}
          />
        ))}
      </div>
      <BackRow sound="ask" />
    </nav>
  );
}

/** Four faces, happiest first. */
export function FaceDock(): JSX.Element {
  const { words, chooseFace } = useKiosk();
  const t = words.t.value;
  return (
    <nav class="dock" aria-label={t('opinionHint')}>
      <div class="faces">
        {OPINION_FACE_NAMES.map((face) => (
          <BigButton key={face} kind="face" label={t(face)} onTap={() => chooseFace(face)}>
            <Face face={face} />
          </BigButton>
        ))}
      </div>
      <BackRow sound="opinion" />
    </nav>
  );
}

/** The languages by their own names. */
export function LanguageDock(): JSX.Element {
  const { words, settings, home } = useKiosk();
  const choose = (language: Language) => () => void words.speak(language).then(home);
  return (
    <nav class="dock" aria-label={words.t.value('chooseLanguage')}>
      <div class="languages">
        {offeredLanguages(settings.showUnreviewed).map((language) => (
          <BigButton
            key={language}
            kind="main"
            lang={language}
            pressed={language === words.language.value}
            label={
              <>
                {LANGUAGE_INFO[language].name}
                {REVIEWED.includes(language) ? null : <small lang={words.language.value}>{words.t.value('unreviewed')}</small>}
              </>
            }
            onTap={choose(language)}
          />
        ))}
      </div>
      <BackRow />
    </nav>
  );
}

/** After a story: on to the others, or done. */
export function AfterDock({ sound }: { readonly sound: SpokenId | undefined }): JSX.Element {
  const { words, go, home } = useKiosk();
  const t = words.t.value;
  return (
    <nav class="dock" aria-label={t('menu')}>
      <div class="pair">
        <ReadAloud sound={sound} />
        <BigButton kind="main" label={t('exploreTitle')} icon={exploreIcon} onTap={() => go({ name: 'explore' })} />
        <BigButton kind="main" label={t('home')} icon={doneIcon} onTap={home} />
      </div>
    </nav>
  );
}

/** Only the way back. */
export function BackDock({ sound }: { readonly sound?: SpokenId }): JSX.Element {
  return (
    <nav class="dock" aria-label={useKiosk().words.t.value('menu')}>
      <BackRow sound={sound} />
    </nav>
  );
}

function BackRow({ sound }: { readonly sound?: SpokenId | undefined }): JSX.Element {
  const { words, home } = useKiosk();
  return (
    <div class="back-row">
      <BigButton kind="main" label={words.t.value('back')} icon={backIcon} onTap={home} />
      <ReadAloud sound={sound} />
    </div>
  );
}
