import type { Delivery, DeliveryState, ScheduleBody } from '@kringwijzer/contract';
import type { Period } from '../core/period.ts';

/** A scheduled report as it is kept. */
export interface StoredSchedule {
  readonly id: number;
  readonly madeAt: number;
  readonly by: string;
  readonly body: ScheduleBody;
}

/** A sending with what only the scheduler needs to know. */
export interface StoredDelivery extends Delivery {
  /** Readers who have it; forgotten once all have. */
  readonly done: readonly string[];
  /** When it is tried again, UTC epoch ms. */
  readonly retryAt?: number;
}

/** How a sending goes on. */
export interface DeliveryChange {
  readonly state: DeliveryState;
  readonly at: number;
  readonly attempts?: number;
  readonly done?: readonly string[];
  readonly recipients?: number;
  readonly files?: readonly string[];
  readonly code?: string | undefined;
  readonly retryAt?: number | undefined;
}

/** Scheduled reports and what became of them. Every promise of it is on disk when it returns. */
export interface ScheduleDesk {
  schedules(): readonly StoredSchedule[];
  add(writer: { readonly by: string; readonly at: number }, body: ScheduleBody): StoredSchedule;
  /** Takes a schedule away, its addresses too; what it sent stays in the list. Throws KW_SCHEDULE_UNKNOWN. */
  remove(id: number): void;
  /** Writes a sending down before it begins; undefined when that moment of the schedule was written down before. */
  claim(schedule: StoredSchedule, moment: Period & { readonly dueAt: number; readonly at: number }): StoredDelivery | undefined;
  change(id: number, change: DeliveryChange): void;
  delivery(id: number): StoredDelivery | undefined;
  /** Sendings that are to be tried again by `nowMs`. */
  retries(nowMs: number): readonly StoredDelivery[];
  /** The latest sendings, newest first. */
  deliveries(limit: number): readonly Delivery[];
  /** Sendings that were under way when the hub stopped: nobody knows whether they arrived. */
  interrupt(at: number): number;
  close(): void;
}
