import type { SdNotify } from '@kringwijzer/firmware-bridge/sd-notify';

/**
 * Tells systemd that a program is ready, and that it lives for as long as its event loop turns: one that hangs is started
 * anew by `WatchdogSec`. Gives what is to be called when the program begins to stop. Does nothing outside systemd.
 */
export function signOfLife(notify: SdNotify, status: string): () => void {
  notify.ready(status);
  const timer = notify.everyMs === undefined ? undefined : setInterval(notify.alive, notify.everyMs);
  return () => {
    clearInterval(timer);
    notify.stopping();
  };
}
