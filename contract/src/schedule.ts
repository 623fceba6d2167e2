import { z } from 'zod';
import { atMsSchema } from './ids.ts';

/** Reports that can be sent and shown. */
export const REPORT_NAMES = ['council', 'annual', 'funder', 'school', 'national-monitor'] as const;
export const reportNameSchema = z.enum(REPORT_NAMES);
export type ReportName = z.infer<typeof reportNameSchema>;

/** How often a report goes out; it is about the whole week, month, quarter or year before. */
export const SCHEDULE_EVERY = ['isoWeek', 'month', 'quarter', 'year'] as const;
export type ScheduleEvery = (typeof SCHEDULE_EVERY)[number];

/** A report that goes out by e-mail by itself. */
export const scheduleBodySchema = z.strictObject({
  report: reportNameSchema,
  every: z.enum(SCHEDULE_EVERY),
  hour: z.int().min(0).max(23).meta({ unit: 'h', description: 'Hour of the local day on which it goes out' }),
  to: z.array(z.email().max(254)).min(1).max(20),
});
export type ScheduleBody = z.infer<typeof scheduleBodySchema>;

export const scheduleSchema = z.strictObject({
  id: z.int().min(1),
  madeAt: atMsSchema,
  by: z.string(),
  body: scheduleBodySchema,
  nextAt: atMsSchema.meta({ description: 'When it goes out next' }),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** What became of one sending. `interrupted`: the hub stopped while it sent, and does not know whether it arrived. */
export const DELIVERY_STATES = ['sending', 'sent', 'failed', 'retrying', 'interrupted'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const deliverySchema = z.strictObject({
  id: z.int().min(1),
  schedule: z.int().min(1),
  report: reportNameSchema,
  /** The moment it was due. */
  dueAt: atMsSchema,
  from: atMsSchema,
  to: atMsSchema,
  state: z.enum(DELIVERY_STATES),
  attempts: z.int().min(0),
  /** When its state last changed. */
  at: atMsSchema,
  recipients: z.int().min(0),
  files: z.array(z.string()),
  /** Why it did not go; a code of the table of errors. */
  code: z.string().optional(),
});
export type Delivery = z.infer<typeof deliverySchema>;
