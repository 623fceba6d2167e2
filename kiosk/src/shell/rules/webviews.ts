import { SECURITY_GUIDE, type ShellRule } from './rule.ts';

/** No webview: it would bring its own, weaker settings. */
export const webviews: ShellRule = {
  name: 'webviews',
  chapter: `${SECURITY_GUIDE}#12-verify-webview-options-before-creation`,
  apply: ({ contents, refused }) => {
    contents.on('will-attach-webview', (event, _preferences, parameters) => {
      event.preventDefault();
      refused('webviews', parameters['src'] ?? '');
    });
  },
};
