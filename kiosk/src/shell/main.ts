import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isKwError } from '@kringwijzer/contract';
import { pino } from 'pino';
import { chromiumLauncher } from './adapters/chromium-screen.ts';
import { electronLauncher } from './adapters/electron-screen.ts';
import { findElectron } from './adapters/find-electron.ts';
import { tellServiceManager } from './adapters/service-manager.ts';
import { startRunner } from './app.ts';
import type { RunnerConfig } from './config.ts';
import { loadRunnerConfig } from './load-config.ts';
import type { LaunchScreen } from './ports/screen-process.ts';

const log = pino({ name: 'kiosk', redact: ['token'] }, pino.destination(2));
const here = import.meta.dirname;

function launcherOf(config: RunnerConfig): LaunchScreen | undefined {
  const windowPx = config.panel && { width: config.panel.widthPx, height: config.panel.heightPx };
  if (config.shell === 'none') return undefined;
  if (config.shell === 'chromium') {
    const { chromium: executable, ozone, noSandbox } = config;
    return chromiumLauncher({ executable, ozone, noSandbox, ...(windowPx ? { windowPx } : {}) });
  }
  const { ozone, noSandbox } = config;
  const executable = findElectron(config.electron);
  // A packaged binary has its own name and holds its app; the bare one is told where the app is.
  const appDir = basename(executable) === 'electron' ? join(here, '..') : undefined;
  return electronLauncher({ executable, appDir, ozone, noSandbox });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  const config = loadRunnerConfig(values.config, process.env);
  const runner = await startRunner(config, { log, pageDir: config.pageDir ?? join(here, '../../dist'), launch: launcherOf(config) });
  const stopping = tellServiceManager(process.env, runner.pageUrl, log);
  const stop = (): void => {
    stopping();
    void runner.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  log.error({ code: isKwError(error) ? error.code : undefined }, error instanceof Error ? error.message : String(error));
  process.exitCode = isKwError(error, 'KW_CONFIG_INVALID') || isKwError(error, 'KW_CONFIG_UNREADABLE') ? 2 : 1;
});
