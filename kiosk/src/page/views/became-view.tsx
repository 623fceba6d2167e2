import type { Stream } from '@kringwijzer/contract';
import type { JSX } from 'preact';
import { useKiosk } from '../kiosk-context.ts';
import { ContentText } from '../parts/content-text.tsx';
import { AfterDock } from '../parts/docks.tsx';
import { OutcomeDots } from '../parts/outcome-dots.tsx';
import { Photos } from '../parts/photos.tsx';

/** What goods of one stream became: one story, ten dots, one thing to do next. */
export function BecameView({ stream }: { readonly stream: Stream }): JSX.Element {
  const { storyOf, words } = useKiosk();
  const t = words.t.value;
  const story = storyOf(stream);
  return (
    <>
      <div class="panel panel-stage">
        {story === undefined ? null : (
          <figure class="scene" data-active="true">
            <Photos images={story.images} />
            <figcaption>
              <h2>
                <ContentText of={story.title} />
              </h2>
              <p>
                <ContentText of={story.text} />
              </p>
            </figcaption>
          </figure>
        )}
      </div>
      <section class="side became">
        <h1>{t('became')}</h1>
        <OutcomeDots />
        {story === undefined ? null : (
          <p class="next">
            <b>{t('nextStep')}</b> <ContentText of={story.next} />
          </p>
        )}
      </section>
      <AfterDock sound={story === undefined ? undefined : `story-${story.id}`} />
    </>
  );
}
