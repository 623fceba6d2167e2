/** What a failure of a GPIO line means, in plain words. */
const WORDS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/EINVAL/u, 'the kernel does not know this line number; check the BCM number and the chip'],
  [/EBUSY/u, 'another program or driver holds the line; gpioinfo shows which'],
  [/EACCES|EPERM/u, 'this user may not use GPIO; add it to the group gpio'],
  [/ENOENT.*\/edge/u, 'this line has no interrupt'],
  [/ENOENT.*\/export/u, 'this kernel has no GPIO in sysfs; use gpiomon'],
  [/Invalid argument/u, 'this gpiomon is too old for the kernel; install gpiod 2'],
  [/spawn .*ENOENT/u, 'gpiomon is not installed; install the package gpiod'],
];

/** A GPIO failure in plain words, with the kernel's own words behind it. */
export function gpioWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const found = WORDS.find(([pattern]) => pattern.test(text));
  return found === undefined ? text : `${found[1]} (${text})`;
}
