import { Icon } from '@kringwijzer/ui';
import mattress from 'lucide-static/icons/bed-double.svg?raw';
import rubble from 'lucide-static/icons/brick-wall.svg?raw';
import help from 'lucide-static/icons/circle-question-mark.svg?raw';
import chemical from 'lucide-static/icons/flask-conical.svg?raw';
import wood from 'lucide-static/icons/hammer.svg?raw';
import reuse from 'lucide-static/icons/hand-heart.svg?raw';
import metal from 'lucide-static/icons/magnet.svg?raw';
import paper from 'lucide-static/icons/newspaper.svg?raw';
import electric from 'lucide-static/icons/plug.svg?raw';
import textile from 'lucide-static/icons/shirt.svg?raw';
import garden from 'lucide-static/icons/trees.svg?raw';
import glass from 'lucide-static/icons/wine.svg?raw';
import type { JSX } from 'preact';
import type { Bundle } from '../../content/schema.ts';
import { useKiosk } from '../kiosk-context.ts';
import { ContentText } from '../parts/content-text.tsx';
import { BackDock } from '../parts/docks.tsx';

const ICONS: Readonly<Record<Bundle['places'][number]['icon'], string>> = {
  reuse,
  wood,
  metal,
  rubble,
  garden,
  chemical,
  electric,
  paper,
  textile,
  mattress,
  glass,
  help,
};

/** Which goods go where on this yard. */
export function WhereView(): JSX.Element {
  const { bundle, words } = useKiosk();
  return (
    <>
      <div class="panel places">
        <ul class="place-list">
          {bundle.places.map((place) => (
            <li key={place.goods.nl} class={`place place-${place.icon}`}>
              <Icon svg={ICONS[place.icon]} />
              <span class="place-goods">
                <ContentText of={place.goods} />
              </span>
              <span class="place-where">
                <ContentText of={place.place} />
              </span>
            </li>
          ))}
        </ul>
      </div>
      <section class="side ask">
        <h1>{words.t.value('where')}</h1>
        <p class="lead">{words.t.value('whereHint')}</p>
      </section>
      <BackDock />
    </>
  );
}
