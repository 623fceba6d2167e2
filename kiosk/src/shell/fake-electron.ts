import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, DevicePermissionHandlerHandlerDetails, WebContents } from 'electron/main';
import { vi } from 'vitest';
import type { ElectronParts } from './electron-app.ts';

type RequestHandler = (contents: WebContents, permission: string, answer: (granted: boolean) => void) => void;
type CheckHandler = () => boolean;
type DeviceHandler = (details: DevicePermissionHandlerHandlerDetails) => boolean;
type ProtocolHandler = (request: { readonly url: string }) => Promise<Response>;
type OpenHandler = (details: { readonly url: string }) => { readonly action: string };

/** The calls a test looks at, apart from their objects. */
function makeSpies() {
  return {
    requestHandler: vi.fn<(handler: RequestHandler) => void>(),
    checkHandler: vi.fn<(handler: CheckHandler) => void>(),
    deviceHandler: vi.fn<(handler: DeviceHandler) => void>(),
    protocolHandle: vi.fn<(scheme: string, handler: ProtocolHandler) => void>(),
    openHandler: vi.fn<(handler: OpenHandler) => void>(),
    loadUrl: vi.fn<(url: string) => Promise<void>>(async () => undefined),
    crashRenderer: vi.fn<() => void>(),
    withoutGpu: vi.fn<() => void>(),
    quit: vi.fn<() => void>(),
    awakeStop: vi.fn<(id: number) => void>(),
  };
}

/** Electron's main process as far as the shell touches it: real event emitters, recorded calls. For tests only. */
export function fakeElectron() {
  const spies = makeSpies();
  const made: BrowserWindowConstructorOptions[] = [];
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: spies.requestHandler,
    setPermissionCheckHandler: spies.checkHandler,
    setDevicePermissionHandler: spies.deviceHandler,
    setDisplayMediaRequestHandler: () => undefined,
    protocol: { handle: spies.protocolHandle },
  });
  const webContents = Object.assign(new EventEmitter(), {
    session,
    setWindowOpenHandler: spies.openHandler,
    setZoomFactor: () => undefined,
    setVisualZoomLevelLimits: async () => undefined,
    forcefullyCrashRenderer: spies.crashRenderer,
    capturePage: async () => ({ resize: () => ({ toJPEG: () => Buffer.from('jpeg') }) }),
  });
  const window = Object.assign(new EventEmitter(), {
    webContents,
    loadURL: spies.loadUrl,
    show: () => undefined,
    destroy: () => undefined,
    isDestroyed: () => false,
  });
  const app = Object.assign(new EventEmitter(), {
    whenReady: async () => undefined,
    commandLine: { appendSwitch: () => undefined },
    disableHardwareAcceleration: spies.withoutGpu,
    quit: spies.quit,
    getVersion: () => '0.1.0',
  });
  const electron = {
    app,
    BrowserWindow: function FakeWindow(options: BrowserWindowConstructorOptions) {
      made.push(options);
      return window;
    },
    Menu: { setApplicationMenu: () => undefined },
    ipcMain: { handle: () => undefined },
    powerSaveBlocker: { start: () => 1, stop: spies.awakeStop },
    protocol: { registerSchemesAsPrivileged: () => undefined },
    session: { defaultSession: session },
  };
  return {
    electron: electron as unknown as ElectronParts,
    window: window as unknown as BrowserWindow,
    made,
    spies,
    emit: (target: unknown, name: string, ...args: unknown[]) => (target as EventEmitter).emit(name, ...args),
  };
}
