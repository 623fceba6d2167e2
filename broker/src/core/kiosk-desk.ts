import { type KioskAnswer, type KioskCommand, type KioskTask, KwError } from '@kringwijzer/contract';

/** A command that was not fetched by then is worth nothing any more. */
const VALID_MS = 60_000;
/** How long an answer is kept for the person who waits for it. */
const KEPT_MS = 10 * 60_000;

export interface KioskDeskDeps {
  readonly nowMs: () => number;
  /** A new id of a command. */
  readonly newId: () => string;
}

/** A picture of a kiosk's screen. */
export interface KioskPicture {
  readonly at: number;
  readonly jpegBase64: string;
}

/** Commands for kiosks until they are fetched, and what came of them. Kept in memory: an order from before a restart has no meaning. */
export class KioskDesk {
  readonly #deps: KioskDeskDeps;
  readonly #tasks = new Map<string, Map<string, KioskTask>>();
  readonly #pictures = new Map<string, KioskPicture>();

  constructor(deps: KioskDeskDeps) {
    this.#deps = deps;
  }

  /** Asks something of a kiosk; the same question that still waits is not asked twice. */
  order(kiosk: string, name: KioskCommand['name']): KioskTask {
    const nowMs = this.#deps.nowMs();
    const tasks = this.#of(kiosk, nowMs);
    const waiting = [...tasks.values()].find((task) => task.name === name && task.state === 'waiting' && task.expiresAt > nowMs);
    if (waiting !== undefined) return waiting;
    const task: KioskTask = { id: this.#deps.newId(), name, expiresAt: nowMs + VALID_MS, state: 'waiting' };
    tasks.set(task.id, task);
    return task;
  }

  /** What a kiosk has to do; each command is given once. */
  fetch(kiosk: string): readonly KioskCommand[] {
    const nowMs = this.#deps.nowMs();
    const tasks = this.#of(kiosk, nowMs);
    const due = [...tasks.values()].filter((task) => task.state === 'waiting' && task.expiresAt > nowMs);
    for (const task of due) tasks.set(task.id, { ...task, state: 'fetched' });
    return due.map(({ id, name, expiresAt }) => ({ id, name, expiresAt }));
  }

  /** Keeps what a kiosk says of a command it fetched. Throws KW_KIOSK_TASK_UNKNOWN. */
  answer(kiosk: string, id: string, { ok, code, jpegBase64 }: KioskAnswer): void {
    const nowMs = this.#deps.nowMs();
    const task = this.task(kiosk, id);
    if (task.state === 'waiting') throw new KwError('KW_KIOSK_TASK_UNKNOWN', { id });
    if (jpegBase64 !== undefined) this.#pictures.set(kiosk, { at: nowMs, jpegBase64 });
    this.#of(kiosk, nowMs).set(id, { ...task, state: ok ? 'done' : 'failed', ...(code === undefined ? {} : { code }) });
  }

  /** How far a command is. Throws KW_KIOSK_TASK_UNKNOWN. */
  task(kiosk: string, id: string): KioskTask {
    const task = this.#of(kiosk, this.#deps.nowMs()).get(id);
    if (task === undefined) throw new KwError('KW_KIOSK_TASK_UNKNOWN', { id });
    return task;
  }

  /** The last picture of a kiosk's screen. */
  picture(kiosk: string): KioskPicture | undefined {
    return this.#pictures.get(kiosk);
  }

  /** The tasks of a kiosk, without those nobody can still be waiting for. */
  #of(kiosk: string, nowMs: number): Map<string, KioskTask> {
    const tasks = this.#tasks.get(kiosk) ?? new Map<string, KioskTask>();
    this.#tasks.set(kiosk, tasks);
    for (const [id, { expiresAt }] of tasks) if (expiresAt + KEPT_MS < nowMs) tasks.delete(id);
    return tasks;
  }
}
