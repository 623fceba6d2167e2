const ID = /^[a-z0-9-]{1,32}$/u;

/** Complaints about an answer; undefined when it will do. */
export type Check = (answer: string) => string | undefined;

export const checkId: Check = (answer) => (ID.test(answer) ? undefined : 'a-z, 0-9 and hyphen, at most 32');
export const checkName: Check = (answer) => (answer.trim().length >= 1 && answer.length <= 64 ? undefined : '1 to 64 characters');
export const checkPath: Check = (answer) => (answer.startsWith('/dev/') ? undefined : 'a path that begins with /dev/');
export const checkToken: Check = (answer) => (answer.length >= 1 && answer.length <= 128 ? undefined : '1 to 128 characters');
export const checkAnalogPin: Check = (answer) => (/^A[0-7]$/u.test(answer) ? undefined : 'A0 to A7');
export const checkUrl: Check = (answer) =>
  /^https?:\/\/[^\s/]+/u.test(answer) && URL.canParse(answer) ? undefined : 'an address such as https://hub.local:8080';

/** A number from `low` to `high`; people here write a decimal comma. */
export const checkNumber =
  (low: number, high: number): Check =>
  (answer) => {
    const value = numberOf(answer);
    return answer.trim() !== '' && value >= low && value <= high ? undefined : `a number from ${low} to ${high}`;
  };

export const numberOf = (answer: string): number => Number(answer.replace(',', '.'));

export function checkZone(answer: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: answer }).format(0) === '' ? 'not a time zone' : undefined;
  } catch {
    return 'a time zone such as Europe/Amsterdam'; // RangeError: the only way Intl says so
  }
}

/** An id made of a name: `Textiel 1` gives `textiel-1`. */
export const idOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 32);
