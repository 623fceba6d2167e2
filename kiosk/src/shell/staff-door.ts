import { timingSafeEqual } from 'node:crypto';
import { KwError } from '@kringwijzer/contract';

export interface StaffDoorDeps {
  readonly pin: string;
  readonly nowMs: () => number;
  /** A new word that nobody can guess. */
  readonly newPass: () => string;
}

const TRIES = 5;
const LOCK_MS = 5 * 60_000;
const OPEN_MS = 2 * 60_000;

/** The door to the menu of staff on the kiosk: a PIN, few tries, and a pass that is soon worth nothing. Throws KwError. */
export class StaffDoor {
  readonly #deps: StaffDoorDeps;
  #wrong = 0;
  #lockedUntilMs = 0;
  #pass: { readonly word: string; readonly untilMs: number } | undefined;

  constructor(deps: StaffDoorDeps) {
    this.#deps = deps;
  }

  /** A pass for two minutes. Throws KW_KIOSK_PIN_WRONG, and KW_LOCKED_OUT after five wrong ones. */
  open(pin: string): string {
    const nowMs = this.#deps.nowMs();
    const waitMs = this.#lockedUntilMs - nowMs;
    if (waitMs > 0) throw new KwError('KW_LOCKED_OUT', { waitS: Math.ceil(waitMs / 1_000) });
    if (!isSame(pin, this.#deps.pin)) {
      this.#wrong += 1;
      if (this.#wrong % TRIES === 0) this.#lockedUntilMs = nowMs + LOCK_MS;
      throw new KwError('KW_KIOSK_PIN_WRONG');
    }
    this.#wrong = 0;
    this.#pass = { word: this.#deps.newPass(), untilMs: nowMs + OPEN_MS };
    return this.#pass.word;
  }

  /** Lets the holder of a pass through. Throws KW_KIOSK_PIN_WRONG. */
  check(pass: string): void {
    const known = this.#pass;
    if (known === undefined || known.untilMs < this.#deps.nowMs() || !isSame(pass, known.word)) throw new KwError('KW_KIOSK_PIN_WRONG');
  }
}

function isSame(given: string, right: string): boolean {
  const a = Buffer.from(given.padEnd(64).slice(0, 64));
  const b = Buffer.from(right.padEnd(64).slice(0, 64));
  return given.length === right.length && a.length === b.length && timingSafeEqual(a, b);
}
