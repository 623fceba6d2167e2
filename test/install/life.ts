import type { Told } from './audit-image.ts';

const LINE = /^has (\w+) (-?\d+) (-?\d+)$/u;

/** What a guest says between two cuts: `has BOOT COMMITTED STORED`, and once `up UPTIME failed=… aside=…` when a record has reached the hub. */
export class Life {
  readonly #beganMs = performance.now();
  #waiting: (() => void) | undefined;
  /** Seconds from power-on to a record at the hub. */
  upS: number | undefined;
  /** Records that this boot had told to be committed. */
  committed = 0;
  /** Units that failed and files that were set aside. */
  trouble = '';

  /** Takes a line; gives what it tells of the records. A line that was torn by the cut tells nothing. */
  take(line: string): (Told & { readonly boot: string }) | undefined {
    if (line.startsWith('up ')) {
      this.upS = (performance.now() - this.#beganMs) / 1_000;
      this.trouble = [...line.matchAll(/(?:failed|aside)=(\S+)/gu)].map(([, what = '']) => what).join(' ');
      this.#waiting?.();
    }
    const [, boot, committed, stored] = LINE.exec(line) ?? [];
    if (boot === undefined) return undefined;
    this.committed = Number(committed) + 1;
    return { boot, committed: Number(committed), stored: Number(stored) };
  }

  /** Resolves when everything is up; rejects with Error after `mostMs`. */
  async up(mostMs: number): Promise<void> {
    if (this.upS !== undefined) return;
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`within ${mostMs / 1_000} s no record reached the hub`)), mostMs);
      this.#waiting = () => {
        clearTimeout(late);
        resolve();
      };
    });
  }
}
