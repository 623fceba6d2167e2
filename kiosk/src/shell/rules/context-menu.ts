import type { ShellRule } from './rule.ts';

/** No menu on a long press or a right click, and no zoom by two fingers. */
export const contextMenu: ShellRule = {
  name: 'context-menu',
  chapter: 'https://www.electronjs.org/docs/latest/api/web-contents#event-context-menu',
  apply: ({ contents }) => {
    contents.on('context-menu', (event) => event.preventDefault());
    contents.on('zoom-changed', (event) => event.preventDefault());
    contents.on('did-finish-load', () => {
      contents.setZoomFactor(1);
      void contents.setVisualZoomLevelLimits(1, 1);
    });
  },
};
