import type { ShellRule } from './rule.ts';

/** A page that asks "leave this site?" may not hold up a reload. */
export const unload: ShellRule = {
  name: 'unload',
  chapter: 'https://www.electronjs.org/docs/latest/api/web-contents#event-will-prevent-unload',
  apply: ({ contents }) => {
    contents.on('will-prevent-unload', (event) => event.preventDefault());
  },
};
