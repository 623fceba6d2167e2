import type { ContentPart, ContentParts, ContentView, LocalText } from '@kringwijzer/contract';
import { type Signal, useSignal } from '@preact/signals';
import check from 'lucide-static/icons/check.svg?raw';
import save from 'lucide-static/icons/save.svg?raw';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { ContentFailure } from './content-failure.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { LanguageChoice } from './language-choice.tsx';
import type { WriteLanguage } from './text-field.tsx';
import { t } from './words.ts';

/** What the fields of a part get. */
export interface PartFields<T> {
  readonly value: T;
  readonly change: (change: (now: T) => T) => void;
  readonly language: WriteLanguage;
}

interface PartFormProps<P extends ContentPart> {
  readonly part: P;
  readonly view: ContentView;
  readonly reload: () => void;
  /** Changes every text of the part; undefined where it has none. */
  readonly mapTexts?: (value: ContentParts[P], change: (text: LocalText) => LocalText) => ContentParts[P];
  /** Where the kiosk shows it. */
  readonly place: string;
  readonly children: (fields: PartFields<ContentParts[P]>) => ComponentChildren;
}

/** What was typed and not saved, by part and revision: the menu is one slip of a thumb away. */
const unsaved = new Map<string, unknown>();

/** One of the other texts: its fields, saving, and how it looks on the kiosk. */
export function PartForm<P extends ContentPart>(props: PartFormProps<P>): JSX.Element {
  const { part, view, reload, mapTexts, place } = props;
  const { rev } = view.draft.parts[part];
  const name: ContentPart = part;
  const kept = view.draft.parts[part].value as ContentParts[P];
  const value = useSignal<ContentParts[P]>((unsaved.get(`${part}/${rev}`) as ContentParts[P] | undefined) ?? kept);
  unsaved.set(`${part}/${rev}`, value.value);
  const language = useSignal<WriteLanguage>('nl');
  const saving = useMemo(() => createTask(() => apiPost(`/content/parts/${part}`, { rev, value: value.peek() }).then(reload)), [part, rev]);
  const isSaved = JSON.stringify(value.value) === JSON.stringify(view.draft.parts[part].value);
  return (
    <>
      <h1>{t.value(`part.${name}`)}</h1>
      <div class="look look-form">
        <form
          class="part-form"
          onSubmit={(event) => {
            event.preventDefault();
            void saving.run();
          }}
        >
          <p>{t.value(`partHint.${name}`)}</p>
          {props.children({ value: value.value, change: (change) => (value.value = change(value.peek())), language: language.value })}
          {mapTexts !== undefined && <PartLanguage value={value} language={language} mapTexts={mapTexts} />}
          <ContentFailure status={saving.status.value} />
          <Button
            kind="primary"
            type="submit"
            svg={save}
            label={t.value('save')}
            busy={saving.status.value.state === 'busy'}
            disabled={isSaved}
          />
          {isSaved && rev > 1 && <Notice tone="good" svg={check} role="status" title={t.value('saved')} />}
        </form>
        <KioskFrame key={rev} query={place} />
      </div>
    </>
  );
}

interface PartLanguageProps<T> {
  readonly value: Signal<T>;
  readonly language: Signal<WriteLanguage>;
  readonly mapTexts: (value: T, change: (text: LocalText) => LocalText) => T;
}

function PartLanguage<T>({ value, language, mapTexts }: PartLanguageProps<T>): JSX.Element {
  const texts: LocalText[] = [];
  mapTexts(value.value, (text) => {
    texts.push(text);
    return text;
  });
  return (
    <details class="content-more">
      <summary>{t.value('language.write')}</summary>
      <LanguageChoice
        language={language.value}
        onChoose={(chosen) => (language.value = chosen)}
        texts={texts}
        onReviewed={(change) => (value.value = mapTexts(value.peek(), change))}
      />
    </details>
  );
}
