import type { JSX } from 'preact';
import { useKiosk } from '../kiosk-context.ts';
import { ContentText } from '../parts/content-text.tsx';
import { BackDock, FaceDock, LanguageDock, StreamDock } from '../parts/docks.tsx';

function Picture({ image }: { readonly image: string }): JSX.Element {
  return (
    <div class="panel panel-picture">
      <img src={`content/${image}`} alt="" draggable={false} />
    </div>
  );
}

function Title({ title, hint }: { readonly title: string; readonly hint?: string }): JSX.Element {
  return (
    <section class="side ask">
      <h1>{title}</h1>
      {hint === undefined ? null : <p class="lead">{hint}</p>}
    </section>
  );
}

/** Choose a kind of goods, see what became of them. */
export function ExploreView(): JSX.Element {
  const { bundle, words } = useKiosk();
  return (
    <>
      <Picture image={bundle.site.images.shop} />
      <Title title={words.t.value('exploreTitle')} hint={words.t.value('exploreHint')} />
      <StreamDock />
    </>
  );
}

/** Choose a language. */
export function LanguagesView(): JSX.Element {
  const { bundle, words } = useKiosk();
  return (
    <>
      <Picture image={bundle.site.images.day} />
      <Title title={words.t.value('chooseLanguage')} />
      <LanguageDock />
    </>
  );
}

/** One question, four faces, and what earlier answers changed. */
export function OpinionView({ done }: { readonly done: boolean }): JSX.Element {
  const { bundle, words } = useKiosk();
  const t = words.t.value;
  return (
    <>
      <div class="panel said">
        <img src={`content/${bundle.phases[1]?.image ?? bundle.site.images.day}`} alt="" draggable={false} />
        {bundle.saidDone.map((pair) => (
          <article key={pair.said.nl}>
            <p class="said-quote">
              <b>{t('youSaid')}</b> <ContentText of={pair.said} />
            </p>
            <p class="said-done">
              <b>{t('weDid')}</b> <ContentText of={pair.done} />
            </p>
          </article>
        ))}
      </div>
      {done ? <Title title={t('opinionThanks')} /> : <Title title={t('opinionAsk')} hint={t('opinionHint')} />}
      {done ? <BackDock /> : <FaceDock />}
    </>
  );
}
