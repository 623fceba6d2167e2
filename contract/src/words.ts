import { z } from 'zod';

/** The six streams of goods, in the order the kiosk shows them. */
export const STREAMS = ['textile', 'bicycles', 'furniture', 'electricals', 'building', 'other'] as const;
export const streamSchema = z.enum(STREAMS);
export type Stream = z.infer<typeof streamSchema>;

/** What goods became: names of the R-ladder, never its numbers, because sources number it differently. */
export const OUTCOMES = ['resold', 'repaired', 'refurbished', 'repurposed', 'recycled', 'residual'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What a device is. */
export const DEVICE_KINDS = ['scale', 'door', 'tool', 'level'] as const;
export const deviceKindSchema = z.enum(DEVICE_KINDS);
export type DeviceKind = z.infer<typeof deviceKindSchema>;

/** Where a scale stands in the way of the goods. */
export const SCALE_ROLES = ['intake', 'container', 'outflow'] as const;
export const scaleRoleSchema = z.enum(SCALE_ROLES);
export type ScaleRole = z.infer<typeof scaleRoleSchema>;

/** Trust in a value: `good`, `suspect` (shown with a mark), `bad` (not shown). */
export const QUALITIES = ['good', 'suspect', 'bad'] as const;
export const qualitySchema = z.enum(QUALITIES);
export type Quality = z.infer<typeof qualitySchema>;

/** Trust in a record's time: set by a synchronised clock, corrected afterwards, or not known to be right. */
export const CLOCKS = ['synced', 'restamped', 'unsynced'] as const;
export const clockSchema = z.enum(CLOCKS);
export type ClockTrust = z.infer<typeof clockSchema>;
