import { Icon } from '@kringwijzer/ui';
import check from 'lucide-static/icons/check.svg?raw';
import type { JSX } from 'preact';

/** A row of buttons of which one is pressed; the tick says so without colour. */
export function Choices<T extends string>(props: {
  readonly legend: string;
  readonly svg?: string;
  readonly options: readonly { readonly value: T; readonly word: string; readonly lang?: string }[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}): JSX.Element {
  return (
    <fieldset class="choices">
      <legend>
        {props.svg !== undefined && <Icon svg={props.svg} />}
        {props.legend}
      </legend>
      {props.options.map(({ value, word, lang }) => (
        <button
          key={value}
          type="button"
          class="choice"
          lang={lang}
          aria-pressed={value === props.chosen}
          onClick={() => {
            props.onChoose(value);
          }}
        >
          {value === props.chosen && <Icon svg={check} />}
          {word}
        </button>
      ))}
    </fieldset>
  );
}
