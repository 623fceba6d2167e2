import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { LocalText } from '../../content/schema.ts';
import { useKiosk } from '../kiosk-context.ts';
import type { Kiosk, SceneGroup } from '../state.ts';
import { ContentText } from './content-text.tsx';

const SCENE_MS = 9_000;

interface Scene {
  readonly key: string;
  readonly about: SceneGroup;
  readonly image: string;
  readonly step?: { readonly n: number; readonly of: number };
  readonly title: JSX.Element | string;
  readonly text: JSX.Element | string;
}

/** What the screen tells when nobody touches it: a welcome (or that we are closed), the way of one lamp, and the shop. */
function scenesOf({ bundle, opening, words }: Kiosk): readonly Scene[] {
  const t = words.t.value;
  const { site, phases, shop } = bundle;
  const hello: Scene = opening.value.open
    ? { key: 'welcome', about: 'hello', image: site.images.day, title: t('welcome'), text: t('welcomeText') }
    : { key: 'closed', about: 'hello', image: site.images.evening, title: t('closedTitle'), text: t('closedText') };
  const way = phases.map(
    (phase, index): Scene => ({
      key: `${index}/${phase.image}`,
      about: 'phase',
      image: phase.image,
      step: { n: index + 1, of: phases.length },
      title: <ContentText of={phase.title} />,
      text: <ContentText of={phase.text} />,
    }),
  );
  // Things with a photo of their own get a scene of their own; the others share one.
  const plain = shop.filter(({ image }) => image === undefined);
  const photos = shop.flatMap(({ image, name, price }): readonly Scene[] =>
    image === undefined ? [] : [{ key: image, about: 'shop', image, title: t('shopTitle'), text: <ShopItem name={name} price={price} /> }],
  );
  const goods = (
    <>
      {plain.map((item, index) => (
        <span class="shop-item" key={item.name.nl}>
          {index > 0 ? ' · ' : ''}
          <ShopItem {...item} />
        </span>
      ))}
    </>
  );
  const window: readonly Scene[] =
    plain.length === 0 ? [] : [{ key: 'shop', about: 'shop', image: site.images.shop, title: t('shopTitle'), text: goods }];
  return [hello, ...way, ...window, ...photos];
}

function ShopItem({ name, price }: { readonly name: LocalText; readonly price: string }): JSX.Element {
  return (
    <>
      <ContentText of={name} /> <bdi>{price}</bdi>
    </>
  );
}

/** The pictures of the attract loop, one after the other; it stands still when a visitor asked for a still screen. */
export function Stage(): JSX.Element {
  const kiosk = useKiosk();
  const scenes = scenesOf(kiosk);
  const index = useSignal(
    Math.max(
      0,
      scenes.findIndex(({ about }) => about === kiosk.firstScene),
    ),
  );
  const still = kiosk.preferences.value.still;
  useEffect(() => {
    if (still) return undefined;
    const timer = setInterval(() => {
      index.value += 1;
    }, SCENE_MS);
    return () => clearInterval(timer);
  }, [still, index]);
  const current = index.value % scenes.length;
  return (
    <div class="stage">
      {scenes.map((scene, i) => (
        <figure class="scene" key={scene.key} data-active={i === current} aria-hidden={i !== current}>
          <img src={`content/${scene.image}`} alt="" draggable={false} />
          <figcaption>
            {scene.step === undefined ? null : <Steps {...scene.step} />}
            <h2>{scene.title}</h2>
            <p>{scene.text}</p>
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

function Steps({ n, of }: { readonly n: number; readonly of: number }): JSX.Element {
  const { words } = useKiosk();
  return (
    <p class="steps">
      <span class="kw-visually-hidden">{words.t.value('step', { n, of })}</span>
      {Array.from({ length: of }, (_, i) => (
        <span class="steps-bar" key={i} data-done={i < n} aria-hidden="true" />
      ))}
    </p>
  );
}
