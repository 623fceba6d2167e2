import type { DepositNotice, ScaleRole, Totals } from '@kringwijzer/contract';
import type { StoredEvent } from '../ports/series-store.ts';
import type { SiteFacts } from './live-views.ts';
import { createTotals } from './totals.ts';

const DEPOSITS_SHOWN = 20;

/** The deposits of the live picture: the latest ones, and the days and years they add up to. */
export class LiveDeposits {
  readonly #site: SiteFacts;
  readonly #divisionGOf: (node: string, device: string) => number;
  readonly #totals: ReturnType<typeof createTotals>;
  /** Roles outlive their scale: what it weighed this morning still counts after it was taken away. */
  readonly #roles = new Map<string, ScaleRole>();
  readonly #latest: DepositNotice[] = [];

  /** `divisionGOf` gives the division of a scale in g. */
  constructor(site: SiteFacts, divisionGOf: (node: string, device: string) => number) {
    this.#site = site;
    this.#divisionGOf = divisionGOf;
    this.#totals = createTotals(site.timeZone);
  }

  /** The latest deposits, newest first. */
  get latest(): readonly DepositNotice[] {
    return this.#latest;
  }

  /** Tells the role of a scale, also of one that is no longer there. */
  role(node: string, device: string, role: ScaleRole): void {
    this.#roles.set(`${node}/${device}`, role);
  }

  totals(nowMs: number): Totals {
    const role = this.#inflowRole();
    return this.#totals.of(nowMs, (key) => this.#roles.get(key) === role);
  }

  /** Takes a deposit in; undefined for what is none, or no longer. */
  add(event: StoredEvent): DepositNotice | undefined {
    const notice = this.#noticeOf(event);
    if (notice === undefined) return undefined;
    // Days are made of trusted times only; an unsynchronised clock may lie by years.
    if (event.clock !== 'unsynced') this.#totals.add(`${event.node}/${notice.device}`, notice);
    this.#forget(notice.id); // the same deposit comes again when its time became trusted
    this.#latest.push(notice);
    this.#latest.sort((left, right) => right.at - left.at);
    this.#latest.length = Math.min(this.#latest.length, DEPOSITS_SHOWN);
    return notice;
  }

  /** Takes a deposit out again, as it counted until now. */
  remove(event: StoredEvent): void {
    const notice = this.#noticeOf(event);
    if (notice === undefined) return;
    if (event.clock !== 'unsynced') this.#totals.remove(`${event.node}/${notice.device}`, notice);
    this.#forget(notice.id);
  }

  /** A deposit as screens see it; undefined for what is none, or no longer. */
  #noticeOf({ record, node, ...event }: StoredEvent): DepositNotice | undefined {
    if (record.kind !== 'deposit' || event.correction?.struck === true) return undefined;
    const { at, device, massG, uncertaintyG, confidence, stream } = record;
    const counted = event.clock !== 'unsynced' && this.#roles.get(`${node}/${device}`) === this.#inflowRole();
    const divisionG = this.#divisionGOf(node, device);
    const optional = stream === undefined ? {} : { stream };
    return { id: event.id, at, node, device, massG, uncertaintyG, divisionG, confidence, counted, ...optional };
  }

  #forget(id: string): void {
    const shown = this.#latest.findIndex((deposit) => deposit.id === id);
    if (shown >= 0) this.#latest.splice(shown, 1);
  }

  #inflowRole(): ScaleRole {
    if (this.#site.inflowRole) return this.#site.inflowRole;
    for (const role of this.#roles.values()) if (role === 'intake') return role;
    return 'container';
  }
}
