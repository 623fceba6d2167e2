import { z } from 'zod';

/** Longest site, node, device or kiosk id, in characters. */
export const ID_MAX_LENGTH = 32;

/** An id as it stands in a topic: 1..32 characters of a-z, 0-9 and hyphen, so it can never hold a wildcard or a slash. */
export const idSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/u, 'an id is 1 to 32 characters of a-z, 0-9 and hyphen')
  .meta({ description: 'Site, node, device or kiosk id' });
export type Id = z.infer<typeof idSchema>;

/** Node ids that name something else at the same place in a topic. */
export const RESERVED_NODE_IDS = ['hub', 'kiosk'] as const;

/** Device ids that name something else at the same place in a topic; `node` stands for the node itself in records. */
export const RESERVED_DEVICE_IDS = ['status', 'meta', 'rec', 'ack', 'cmd', 'node'] as const;

/** The device id under which a node records facts about itself: health, losses, clock faults. */
export const NODE_DEVICE = 'node';

/** A node id: an id that is not reserved. */
export const nodeIdSchema = idSchema.refine((id) => !(RESERVED_NODE_IDS as readonly string[]).includes(id), 'hub and kiosk are reserved');

/** A device id in records: an id, or `node` for the node itself. Topic words are refused. */
export const deviceIdSchema = idSchema.refine(
  (id) => id === NODE_DEVICE || !(RESERVED_DEVICE_IDS as readonly string[]).includes(id),
  'status, meta, rec, ack and cmd are reserved',
);

/** One start of a node's software: 16 lower-case hex digits (64 random bits), new at every start. */
export const bootSchema = z.string().regex(/^[0-9a-f]{16}$/u, 'a boot id is 16 hex digits');
export type Boot = z.infer<typeof bootSchema>;

/** Position of a record within its boot, from 0, without holes when nothing was lost. */
export const seqSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** UTC epoch milliseconds, 0 (1970) to the year 2100. */
export const atMsSchema = z.int().min(0).max(4_102_444_800_000).meta({ unit: 'ms', description: 'UTC epoch milliseconds' });
