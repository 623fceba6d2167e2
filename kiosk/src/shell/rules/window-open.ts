import { SECURITY_GUIDE, type ShellRule } from './rule.ts';

/** No second window, whatever asks for it. */
export const windowOpen: ShellRule = {
  name: 'window-open',
  chapter: `${SECURITY_GUIDE}#14-disable-or-limit-creation-of-new-windows`,
  apply: ({ contents, refused }) => {
    contents.setWindowOpenHandler(({ url }) => {
      refused('window-open', url);
      return { action: 'deny' };
    });
  },
};
