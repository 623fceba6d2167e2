import { certificates } from './certificates.ts';
import { contextMenu } from './context-menu.ts';
import { downloads } from './downloads.ts';
import { keyCombos } from './key-combos.ts';
import { navigationLock } from './navigation-lock.ts';
import { permissions } from './permissions.ts';
import type { ShellRule } from './rule.ts';
import { unload } from './unload.ts';
import { webviews } from './webviews.ts';
import { windowOpen } from './window-open.ts';

/** Every lock of the shell, in the order they are put on. */
export const ALL_RULES: readonly ShellRule[] = [
  navigationLock,
  windowOpen,
  permissions,
  downloads,
  webviews,
  certificates,
  keyCombos,
  contextMenu,
  unload,
];
