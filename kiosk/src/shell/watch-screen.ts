import type { ShellLog } from './app.ts';
import { type LadderAction, type LadderEvent, ladderAnew, ladderStart, stepLadder } from './core/ladder.ts';
import type { LaunchScreen, ScreenEvent, ScreenProcess } from './ports/screen-process.ts';

export interface ScreenWatch {
  /** Launches the browser and begins to watch. */
  readonly start: (launch: LaunchScreen, pageUrl: string) => Promise<void>;
  /** One life sign of the page with its frames a second. */
  readonly beat: (fps: number) => void;
  /** Loads the page anew for new content. The answer goes back: a browser of its own, and no memory of what the new content did. */
  readonly showNew: () => () => void;
  /** Loads the page anew; false when there is no screen. */
  readonly reload: () => boolean;
  readonly screenshot: () => Promise<Buffer | undefined>;
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

const TICK_MS = 500;

function reloaded(screen: ScreenProcess | undefined): boolean {
  screen?.reload();
  return screen !== undefined;
}

/** Joins the ladder to a real browser: events in, reloads and relaunches out, one relaunch at a time. */
export function watchScreen(log: ShellLog): ScreenWatch {
  let state = ladderStart(performance.now());
  let screen: ScreenProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let launching = Promise.resolve();
  let relaunch: (software: boolean) => Promise<void> = async () => undefined;
  let stopped = false;

  const obey = (action: LadderAction): void => {
    log.warn({ action: action.type, reason: action.reason, software: state.software }, 'screen recovery');
    if (action.type === 'reload') screen?.reload();
    else launching = launching.then(() => relaunch(action.software));
  };
  const feed = (event: LadderEvent): void => {
    const step = stepLadder(state, event);
    state = step.state;
    if (step.action && !stopped) obey(step.action);
  };
  const now = (): number => performance.now();

  return {
    start: async (launch, pageUrl) => {
      let current: symbol | undefined;
      relaunch = async (software) => {
        const old = screen;
        screen = undefined;
        await old?.stop();
        if (stopped) return;
        const life = Symbol('launch');
        current = life;
        screen = await launch({ pageUrl, software }, (event) => {
          if (current === life) hear(event);
        });
        feed({ type: 'launched', atMs: now() });
      };
      const hear = (event: ScreenEvent): void => {
        if (event.type === 'refused') log.warn({ what: event.reason }, 'refused');
        else feed({ type: event.type, atMs: now() });
      };
      await relaunch(false);
      timer = setInterval(() => feed({ type: 'tick', atMs: now() }), TICK_MS);
    },
    beat: (fps) => feed({ type: 'beat', atMs: now(), fps }),
    showNew: () => {
      const before = state;
      const anew = (): unknown => (state = ladderAnew(before, now()));
      anew();
      screen?.reload();
      return () => void (launching = launching.then(() => relaunch(before.software)).then(() => void anew()));
    },
    reload: () => reloaded(screen),
    screenshot: async () => screen?.screenshot(),
    pid: () => screen?.pid,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await launching;
      await screen?.stop();
    },
  };
}
