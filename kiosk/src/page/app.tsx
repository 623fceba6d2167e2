import { applyLanguage } from '@kringwijzer/ui';
import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { KioskProvider, useKiosk } from './kiosk-context.ts';
import { Header } from './parts/header.tsx';
import { StillThere } from './parts/still-there.tsx';
import type { Kiosk } from './state.ts';
import { AttractView } from './views/attract-view.tsx';
import { BecameView } from './views/became-view.tsx';
import { ExploreView, LanguagesView, OpinionView } from './views/choose-views.tsx';
import { Co2View } from './views/co2-view.tsx';
import { GiftView } from './views/gift-view.tsx';
import { WhereView } from './views/where-view.tsx';

/** The visitor's page. */
export function App({ kiosk }: { readonly kiosk: Kiosk }): JSX.Element {
  useSignalEffect(() => applyLanguage(document.documentElement, kiosk.words.language.value));
  useSignalEffect(() => {
    const { contrast, large, low, still } = kiosk.preferences.value;
    const { dataset } = document.documentElement;
    dataset['contrast'] = contrast ? 'more' : 'normal';
    dataset['letters'] = large ? 'large' : 'normal';
    dataset['reach'] = low ? 'low' : 'normal';
    dataset['motion'] = still ? 'still' : 'calm';
  });
  const idle = kiosk.idle.value;
  const asking = idle.type === 'asking';
  return (
    <KioskProvider value={kiosk}>
      <main class="kiosk" data-state={kiosk.state.value} data-link={kiosk.link.value} data-view={kiosk.view.value.name} inert={asking}>
        <Header />
        <CurrentView />
      </main>
      {asking ? <StillThere leftS={idle.leftS} /> : null}
    </KioskProvider>
  );
}

function CurrentView(): JSX.Element {
  const { view, gift } = useKiosk();
  const given = gift.value;
  const { value: at } = view;
  if (given !== undefined) return <GiftView gift={given.gift} phase={given.phase} />;
  switch (at.name) {
    case 'became':
      return <BecameView stream={at.stream} />;
    case 'explore':
      return <ExploreView />;
    case 'where':
      return <WhereView />;
    case 'opinion':
    case 'opinion_done':
      return <OpinionView done={at.name === 'opinion_done'} />;
    case 'co2':
      return <Co2View />;
    case 'languages':
      return <LanguagesView />;
    default:
      return <AttractView />;
  }
}
