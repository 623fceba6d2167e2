import type { IpcMain, IpcMainInvokeEvent } from 'electron/main';
import { PAGE_CHANNELS } from '../preload/channels.ts';
import { mayNavigate } from './rules/navigation-lock.ts';

interface PageCalls {
  readonly shellInfo: () => { readonly shell: 'electron'; readonly version: string };
  readonly retry: () => Promise<void>;
}

/** True when the call comes from the top frame of one of our own pages. Electron security guide, 17: validate the sender of all IPC. */
function isOwnSender(event: Pick<IpcMainInvokeEvent, 'senderFrame'>, pageUrl: string): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame !== undefined && frame.parent === null && mayNavigate(frame.url, pageUrl);
}

/** Answers the preload's two calls; another sender or any argument is refused with a TypeError that the page sees as a rejection. */
export function openPageChannels(ipcMain: Pick<IpcMain, 'handle'>, pageUrl: string, calls: PageCalls): void {
  for (const name of ['shellInfo', 'retry'] as const) {
    ipcMain.handle(PAGE_CHANNELS[name], async (event, ...args: unknown[]) => {
      if (!isOwnSender(event, pageUrl)) throw new TypeError('unknown sender');
      if (args.length > 0) throw new TypeError('this call takes no arguments');
      return calls[name]();
    });
  }
}
