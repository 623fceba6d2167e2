import { contextBridge, ipcRenderer } from 'electron';
import { PAGE_CHANNELS, type ShellBridge } from './channels.ts';

/** Named functions only: the page can never choose a channel, and nothing that comes back can carry code. */
const bridge: ShellBridge = {
  shellInfo: () => ipcRenderer.invoke(PAGE_CHANNELS.shellInfo),
  retry: () => ipcRenderer.invoke(PAGE_CHANNELS.retry),
};
contextBridge.exposeInMainWorld('kringwijzer', bridge);
