import type { ShellRule } from './rule.ts';

/** Nothing a visitor does leaves a file on this machine. */
export const downloads: ShellRule = {
  name: 'downloads',
  chapter: 'https://www.electronjs.org/docs/latest/api/session#event-will-download',
  apply: ({ session, refused }) => {
    session.on('will-download', (event, item) => {
      event.preventDefault();
      refused('downloads', item.getURL());
    });
  },
};
