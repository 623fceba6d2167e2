import type { ShellRule } from './rule.ts';

/**
 * A bad certificate stays bad: a self-made one belongs in the machine's trust store, never behind an "accept" in the shell.
 * No client certificate and no log-in window either.
 */
export const certificates: ShellRule = {
  name: 'certificates',
  chapter: 'https://www.electronjs.org/docs/latest/api/app#event-certificate-error',
  apply: ({ app, refused }) => {
    app.on('certificate-error', (event, ...[, url, error, , answer]) => {
      event.preventDefault();
      refused('certificates', `${error} ${url}`);
      answer(false);
    });
    app.on('select-client-certificate', (event, _contents, url) => {
      event.preventDefault();
      refused('certificates', url);
    });
    app.on('login', (event) => event.preventDefault());
  },
};
