import type { SiteInfo } from '@kringwijzer/contract';
import type { Hours } from '../content/opening.ts';
import type { ShellLog } from './app.ts';
import type { ScreenPower } from './config.ts';
import { isScreenTime } from './core/screen-hours.ts';

export interface ScreenPowerDeps {
  readonly log: ShellLog;
  /** The site as the hub tells it; rejects when the hub is away. */
  readonly site: () => Promise<Pick<SiteInfo, 'openingHours' | 'timeZone'>>;
  /** Runs a command; rejects when it fails. */
  readonly run: (command: readonly string[]) => Promise<void>;
  readonly nowMs: () => number;
}

/** Turns the screen on and off by opening hours: `check` looks once, and runs a command only when something changes. */
export function createScreenPower(config: ScreenPower, deps: ScreenPowerDeps): { readonly check: () => Promise<void> } {
  let site: Pick<SiteInfo, 'openingHours' | 'timeZone'> | undefined;
  // A screen is lit when the machine starts.
  let lit = true;
  return {
    check: async () => {
      site = await deps.site().catch(() => site); // the hub is away: the hours it told before still hold
      const hours = site?.openingHours as Hours | undefined;
      const wanted = isScreenTime(deps.nowMs(), hours, site?.timeZone ?? 'Europe/Amsterdam', config.marginMin);
      if (wanted === lit) return;
      try {
        await deps.run(wanted ? config.on : config.off);
        lit = wanted;
        deps.log.info({ lit }, 'screen switched');
      } catch (error) {
        deps.log.warn(
          { lit, reason: error instanceof Error ? error.message : String(error) },
          'screen could not be switched; trying again',
        );
      }
    },
  };
}
