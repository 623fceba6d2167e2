import { useSignalEffect } from '@preact/signals';
import home from 'lucide-static/icons/house.svg?raw';
import off from 'lucide-static/icons/wifi-off.svg?raw';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { hrefOf, type Route } from './core/route.ts';
import { live, startLive } from './data/live.ts';
import { theme } from './data/preferences.ts';
import { followRoute, route } from './data/route.ts';
import { refreshSession, session } from './data/session.ts';
import { InvitePage, SignInPage } from './pages/door-page.tsx';
import { LivePage } from './pages/live-page.tsx';
import { SettingsPage } from './pages/settings-page.tsx';
import { WallPage } from './pages/wall-page.tsx';
import { ButtonLink } from './parts/button.tsx';
import { Frame } from './parts/frame.tsx';
import { Later } from './parts/later.tsx';
import { Notice } from './parts/notice.tsx';
import { SPOKEN_INFO } from './words/spoken.ts';
import { i18n } from './words/words.ts';

const ASK_AGAIN_MS = 5_000;

/** The staff app: who you are decides the door, the address decides the page. */
export function App(): JSX.Element | null {
  useEffect(followRoute, []);
  useEffect(() => void refreshSession(), []);
  useSignalEffect(() => {
    const spoken = i18n.spoken.value;
    document.documentElement.lang = spoken;
    document.documentElement.dir = SPOKEN_INFO[spoken].dir;
    document.documentElement.dataset['theme'] = theme.value;
  });
  useSignalEffect(() => {
    const zone = live.data.value?.snapshot.timeZone;
    if (zone !== undefined) i18n.timeZone.value = zone;
  });
  const current = route.value;
  if (current.page === 'invite') return <InvitePage code={current.code} />;
  switch (session.value.state) {
    case 'signed-in':
      return <Inside route={current} />;
    case 'signed-out':
      return <SignInPage />;
    case 'unreachable':
      return <NoHub />;
    default:
      return null; // one answer of the hub away: a flash of a spinner would only unsettle
  }
}

function Inside(props: { readonly route: Route }): JSX.Element {
  useEffect(startLive, []);
  if (props.route.page === 'wall') return <WallPage />;
  return (
    <Frame page={props.route.page}>
      <Page route={props.route} />
    </Frame>
  );
}

// Pages of charts and care come when they are opened, so that the live page stays small.
const LATER: { readonly [page in Route['page']]?: () => Promise<ComponentType> } = {
  trends: () => import('./pages/trends-page.tsx').then((page) => page.TrendsPage),
  results: () => import('./monitoring/results-page.tsx').then((page) => page.ResultsPage),
  content: () => import('./content/content-page.tsx').then((page) => page.ContentPage),
  kiosks: () => import('./kiosks/kiosks-page.tsx').then((page) => page.KiosksPage),
  devices: () => import('./pages/devices-page.tsx').then((page) => page.DevicesPage),
  device: () => import('./pages/device-page.tsx').then((page) => page.DevicePage),
  calibrate: () => import('./pages/calibrate-page.tsx').then((page) => page.CalibratePage),
  count: () => import('./pages/count-page.tsx').then((page) => page.CountPage),
  learn: () => import('./pages/learn-page.tsx').then((page) => page.LearnPage),
  people: () => import('./pages/people-page.tsx').then((page) => page.PeoplePage),
  account: () => import('./pages/account-page.tsx').then((page) => page.AccountPage),
  outcomes: () => import('./pages/outcomes-page.tsx').then((page) => page.OutcomesPage),
  emptyings: () => import('./pages/emptyings-page.tsx').then((page) => page.EmptyingsPage),
  alarms: () => import('./pages/alarms-page.tsx').then((page) => page.AlarmsPage),
  'alarm-settings': () => import('./pages/alarm-settings-page.tsx').then((page) => page.AlarmSettingsPage),
};

function Page(props: { readonly route: Route }): JSX.Element {
  const t = i18n.t.value;
  const later = LATER[props.route.page];
  if (later !== undefined) return <Later key={props.route.page} load={later} />;
  switch (props.route.page) {
    case 'live':
      return <LivePage />;
    case 'settings':
      return <SettingsPage />;
    default:
      return (
        <div class="page">
          <h1>{t('state.lost')}</h1>
          <ButtonLink svg={home} label={t('state.home')} href={hrefOf({ page: 'live' })} />
        </div>
      );
  }
}

/** The hub is away and this browser does not know who uses it: with a kept picture it still shows the site, else it keeps asking. */
function NoHub(): JSX.Element {
  useEffect(() => {
    const timer = setInterval(() => void refreshSession(), ASK_AGAIN_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const t = i18n.t.value;
  if (live.data.value !== undefined) return <Inside route={route.value} />;
  return (
    <main class="door">
      <h1 class="kw-visually-hidden">Kringwijzer</h1>
      <Notice tone="bad" svg={off} role="alert" title={t('state.noHub')} text={t('state.noHubCure')} />
    </main>
  );
}
