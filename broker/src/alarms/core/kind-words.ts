import type { AlarmKind, AlarmText } from '@kringwijzer/contract';

/** Values of an alarm as words need them. */
export interface WordValues {
  readonly name: string;
  readonly code: string;
  /** A number by its name; 0 when it is not there. */
  readonly number: (key: string) => number;
  /** A moment by its name in local words, such as `za 14:03`; a dash when it is not there. */
  readonly moment: (key: string) => string;
  readonly is: (key: string, value: string) => boolean;
}

/** What is the matter and what to do, for each kind. */
export type KindWords = Readonly<Record<AlarmKind, (values: WordValues) => AlarmText>>;
