import type { StoryDraft } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import users from 'lucide-static/icons/users.svg?raw';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Choices } from '../parts/choices.tsx';
import { t } from './words.ts';

type People = StoryDraft['people'];

/** Whether people can be recognised in the photos, and whether all of them agreed. */
export function PeopleField(props: { readonly people: People; readonly onChange: (people: People) => void }): JSX.Element {
  const id = useId();
  const some = useSignal(props.people === 'agreed');
  const chosen = props.people === 'none' ? 'none' : some.value ? 'some' : 'open';
  return (
    <div class="people-field">
      <Choices<'none' | 'some' | 'open'>
        legend={t.value('story.people')}
        svg={users}
        options={[
          { value: 'none', word: t.value('story.peopleNone') },
          { value: 'some', word: t.value('story.peopleSome') },
        ]}
        chosen={chosen}
        onChoose={(value) => {
          some.value = value === 'some';
          props.onChange(value === 'none' ? 'none' : 'unknown');
        }}
      />
      {chosen === 'some' && (
        <>
          <div class="tick">
            <input
              id={id}
              type="checkbox"
              checked={props.people === 'agreed'}
              onChange={(event) => props.onChange(event.currentTarget.checked ? 'agreed' : 'unknown')}
            />
            <label for={id}>{t.value('story.agreed')}</label>
          </div>
          <p class="field-hint">{t.value('story.agreedHint')}</p>
        </>
      )}
    </div>
  );
}
