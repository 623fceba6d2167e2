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
  /** Starts the browser anew; false when there is no screen. */
  readonly restart: () => boolean;
  readonly screenshot: () => Promise<Buffer | undefined>;
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

const TICK_MS = 500;

const now = (): number => performance.now();

/** Joins the ladder to a real browser: events in, reloads and relaunches out, one relaunch at a time. */
export const watchScreen = (log: ShellLog): ScreenWatch => new LadderWatch(log);

class LadderWatch implements ScreenWatch {
  readonly #log: ShellLog;
  #state = ladderStart(now());
  #screen: ScreenProcess | undefined;
  #launch: (software: boolean) => Promise<ScreenProcess | undefined> = () => Promise.resolve(undefined);
  #launching: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(log: ShellLog) {
    this.#log = log;
  }

  readonly start: ScreenWatch['start'] = async (launch, pageUrl) => {
    let current: symbol | undefined;
    this.#launch = (software) => {
      const life = Symbol('launch');
      current = life;
      return launch({ pageUrl, software }, (event) => {
        if (current === life) this.#hear(event);
      });
    };
    await this.#relaunch(false);
    this.#timer = setInterval(() => this.#feed({ type: 'tick', atMs: now() }), TICK_MS);
  };

  readonly beat: ScreenWatch['beat'] = (fps) => this.#feed({ type: 'beat', atMs: now(), fps });

  readonly showNew: ScreenWatch['showNew'] = () => {
    const before = this.#state;
    const forget = (): void => {
      this.#state = ladderAnew(before, now());
    };
    forget();
    this.#screen?.reload();
    return () => {
      this.#startAnew(before.software);
      this.#launching = this.#launching.then(forget);
    };
  };

  readonly reload: ScreenWatch['reload'] = () => {
    this.#screen?.reload();
    return this.#screen !== undefined;
  };

  readonly restart: ScreenWatch['restart'] = () => {
    const hasScreen = this.#screen !== undefined;
    if (hasScreen) this.#startAnew(this.#state.software);
    return hasScreen;
  };

  readonly screenshot: ScreenWatch['screenshot'] = async () => this.#screen?.screenshot();

  readonly pid: ScreenWatch['pid'] = () => this.#screen?.pid;

  readonly stop: ScreenWatch['stop'] = async () => {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#launching;
    await this.#screen?.stop();
  };

  #hear(event: ScreenEvent): void {
    if (event.type === 'refused') this.#log.warn({ what: event.reason }, 'refused');
    else this.#feed({ type: event.type, atMs: now() });
  }

  #feed(event: LadderEvent): void {
    const step = stepLadder(this.#state, event);
    this.#state = step.state;
    if (step.action && !this.#stopped) this.#obey(step.action);
  }

  #obey(action: LadderAction): void {
    this.#log.warn({ action: action.type, reason: action.reason, software: this.#state.software }, 'screen recovery');
    if (action.type === 'reload') this.#screen?.reload();
    else this.#startAnew(action.software);
  }

  #startAnew(software: boolean): void {
    this.#launching = this.#launching.then(() => this.#relaunch(software));
  }

  async #relaunch(software: boolean): Promise<void> {
    const old = this.#screen;
    this.#screen = undefined;
    await old?.stop();
    if (this.#stopped) return;
    this.#screen = await this.#launch(software);
    this.#feed({ type: 'launched', atMs: now() });
  }
}
