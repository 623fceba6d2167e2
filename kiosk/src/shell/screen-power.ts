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

export interface ScreenSwitch {
  /** Looks once at the opening hours, and runs a command only when something changes. */
  readonly check: () => Promise<void>;
  /** Switches by hand; it stays so until the hours next ask for a change. Rejects when the command fails. */
  readonly set: (lit: boolean) => Promise<void>;
}

/** Turns the screen on and off by opening hours, or by hand. */
export function createScreenPower(config: ScreenPower, deps: ScreenPowerDeps): ScreenSwitch {
  let site: Pick<SiteInfo, 'openingHours' | 'timeZone'> | undefined;
  // A screen is lit when the machine starts.
  let lit = true;
  /** What the hours asked for when somebody switched by hand. */
  let overruled: boolean | undefined;
  const wanted = (): boolean =>
    isScreenTime(deps.nowMs(), site?.openingHours as Hours | undefined, site?.timeZone ?? 'Europe/Amsterdam', config.marginMin);
  const turn = async (to: boolean): Promise<void> => {
    await deps.run(to ? config.on : config.off);
    lit = to;
    deps.log.info({ lit }, 'screen switched');
  };
  return {
    check: async () => {
      site = await deps.site().catch(() => site); // the hub is away: the hours it told before still hold
      const wants = wanted();
      if (wants === overruled) return;
      overruled = undefined;
      if (wants === lit) return;
      try {
        await turn(wants);
      } catch (error) {
        deps.log.warn(
          { lit, reason: error instanceof Error ? error.message : String(error) },
          'screen could not be switched; trying again',
        );
      }
    },
    set: async (to) => {
      await turn(to);
      overruled = wanted();
    },
  };
}
