import { CONTENT_LIMITS, type ContentPart, type ContentParts, type ContentView, type LocalText, PLACE_ICONS } from '@kringwijzer/contract';
import type { JSX } from 'preact';
import { Pick } from '../monitoring/field.tsx';
import { ContentFailure } from './content-failure.tsx';
import { HoursFields } from './hours-fields.tsx';
import { ItemList } from './item-list.tsx';
import { PartForm } from './part-form.tsx';
import { FileButton, usePhotoTask } from './photo-field.tsx';
import { pictureUrl } from './pictures.ts';
import { LocalField, TextField } from './text-field.tsx';
import { t } from './words.ts';

const EMPTY: LocalText = { nl: '' };
const { line, sentence } = CONTENT_LIMITS;

interface ViewProps {
  readonly view: ContentView;
  readonly reload: () => void;
}

/** The form of each part. */
export const PART_VIEWS: { readonly [P in ContentPart]: (props: ViewProps) => JSX.Element } = {
  hours: (props) => (
    <PartForm part="hours" place="view=attract" {...props}>
      {({ value, change }) => <HoursFields value={value} onChange={(next) => change(() => next)} />}
    </PartForm>
  ),
  shop: ShopView,
  saidDone: SaidDoneView,
  places: PlacesView,
  phases: PhasesView,
};

function ShopView(props: ViewProps): JSX.Element {
  return (
    <PartForm
      part="shop"
      place="scene=shop"
      mapTexts={(items, change) => items.map((item) => ({ ...item, name: change(item.name) }))}
      {...props}
    >
      {({ value, change, language }) => (
        <ItemList
          items={value}
          onChange={(items) => change(() => items)}
          nameOf={(n) => t.value('shop.item', { n })}
          fresh={(): ContentParts['shop'][number] => ({ name: EMPTY, price: '' })}
          most={CONTENT_LIMITS.shop}
          none={t.value('shop.none')}
        >
          {(item, put) => (
            <>
              <LocalField
                label={t.value('shop.name')}
                text={item.name}
                language={language}
                max={line}
                onChange={(name) => put({ ...item, name })}
              />
              <TextField
                label={t.value('shop.price')}
                value={item.price}
                max={CONTENT_LIMITS.price}
                onInput={(price) => put({ ...item, price })}
              />
              <OnePhoto image={item.image} label={t.value('shop.photo')} onPhoto={(image) => put({ ...item, image })} />
            </>
          )}
        </ItemList>
      )}
    </PartForm>
  );
}

function SaidDoneView(props: ViewProps): JSX.Element {
  const mapTexts = (pairs: ContentParts['saidDone'], change: (text: LocalText) => LocalText): ContentParts['saidDone'] =>
    pairs.map(({ said, done }) => ({ said: change(said), done: change(done) }));
  return (
    <PartForm part="saidDone" place="view=opinion" mapTexts={mapTexts} {...props}>
      {({ value, change, language }) => (
        <ItemList
          items={value}
          onChange={(items) => change(() => items)}
          nameOf={(n) => t.value('said.item', { n })}
          fresh={() => ({ said: EMPTY, done: EMPTY })}
          most={CONTENT_LIMITS.saidDone}
          none={t.value('said.none')}
        >
          {(item, put) => (
            <>
              <LocalField
                label={t.value('said.said')}
                text={item.said}
                language={language}
                max={sentence}
                rows={2}
                onChange={(said) => put({ ...item, said })}
              />
              <LocalField
                label={t.value('said.done')}
                text={item.done}
                language={language}
                max={sentence}
                rows={2}
                onChange={(done) => put({ ...item, done })}
              />
            </>
          )}
        </ItemList>
      )}
    </PartForm>
  );
}

function PlacesView(props: ViewProps): JSX.Element {
  const mapTexts = (places: ContentParts['places'], change: (text: LocalText) => LocalText): ContentParts['places'] =>
    places.map((one) => ({ ...one, goods: change(one.goods), place: change(one.place) }));
  return (
    <PartForm part="places" place="view=where" mapTexts={mapTexts} {...props}>
      {({ value, change, language }) => (
        <ItemList
          items={value}
          onChange={(items) => change(() => items)}
          nameOf={(n) => t.value('places.item', { n })}
          fresh={() => ({ icon: 'help' as const, goods: EMPTY, place: EMPTY })}
          most={CONTENT_LIMITS.places}
          least={1}
        >
          {(item, put) => (
            <>
              <LocalField
                label={t.value('places.goods')}
                text={item.goods}
                language={language}
                max={line}
                onChange={(goods) => put({ ...item, goods })}
              />
              <LocalField
                label={t.value('places.place')}
                text={item.place}
                language={language}
                max={line}
                onChange={(place) => put({ ...item, place })}
              />
              <Pick
                label={t.value('places.icon')}
                value={item.icon}
                options={PLACE_ICONS.map((icon) => ({ value: icon, word: t.value(`icon.${icon}`) }))}
                onPick={(icon) => put({ ...item, icon: PLACE_ICONS.find((known) => known === icon) ?? 'help' })}
              />
            </>
          )}
        </ItemList>
      )}
    </PartForm>
  );
}

function PhasesView(props: ViewProps): JSX.Element {
  const mapTexts = (phases: ContentParts['phases'], change: (text: LocalText) => LocalText): ContentParts['phases'] =>
    phases.map((one) => ({ ...one, title: change(one.title), text: change(one.text) }));
  return (
    <PartForm part="phases" place="scene=phase" mapTexts={mapTexts} {...props}>
      {({ value, change, language }) => (
        <ItemList
          items={value}
          onChange={(items) => change(() => items)}
          nameOf={(n) => t.value('phases.item', { n })}
          most={CONTENT_LIMITS.phases}
          least={CONTENT_LIMITS.phasesMin}
        >
          {(item, put) => (
            <>
              <LocalField
                label={t.value('story.titleField')}
                text={item.title}
                language={language}
                max={line}
                onChange={(title) => put({ ...item, title })}
              />
              <LocalField
                label={t.value('story.textField')}
                text={item.text}
                language={language}
                max={sentence}
                rows={3}
                onChange={(text) => put({ ...item, text })}
              />
              <OnePhoto image={item.image} label={t.value('phases.photo')} onPhoto={(image) => put({ ...item, image })} />
            </>
          )}
        </ItemList>
      )}
    </PartForm>
  );
}

interface OnePhotoProps {
  readonly image: string | undefined;
  readonly label: string;
  readonly onPhoto: (image: string) => void;
}

/** A single photo that can be replaced. */
function OnePhoto({ image, label, onPhoto }: OnePhotoProps): JSX.Element {
  const task = usePhotoTask(onPhoto);
  return (
    <div class="one-photo">
      {image !== undefined && <img src={pictureUrl(image, 'small')} alt="" />}
      <FileButton label={label} task={task} />
      <ContentFailure status={task.status.value} />
    </div>
  );
}
