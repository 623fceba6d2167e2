import { atMsSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import { MEASURES } from '../monitoring/core/measures.ts';
import { GROUPINGS } from '../monitoring/trends.ts';

const moment = z.coerce.number().pipe(atMsSchema);

/** A period in a query string, UTC epoch ms. */
export const periodQuerySchema = z.strictObject({ from: moment, to: moment });

/** What a chart shows, in a query string: the same address always shows the same. */
export const trendQuerySchema = periodQuerySchema.extend({
  measure: z.enum(MEASURES).default('mass'),
  bucket: z.enum(['hour', 'day', 'isoWeek', 'month', 'quarter', 'year']).default('day'),
  group: z.enum(GROUPINGS).default('total'),
  open: z.stringbool().default(false).meta({ description: 'Only what lies in opening hours' }),
  device: z
    .string()
    .regex(/^[a-z0-9-]{1,32}\/[a-z0-9-]{1,32}$/u)
    .optional()
    .meta({ description: 'Only this sensor, as node/device' }),
  compare: z
    .string()
    .regex(/^(none|last_year|baseline|target|device:[a-z0-9-]{1,32}\/[a-z0-9-]{1,32}|site:\d{1,9})$/u)
    .default('none')
    .meta({ description: 'none, last_year, baseline, target, device:<node>/<device>, or site:<line of the journal>' }),
});
export type TrendAsked = z.output<typeof trendQuerySchema>;

/** How a file of figures is written: for a Dutch Excel, or plain for programs such as pandas. */
export const dialectSchema = z.enum(['excel-nl', 'plain']).default('excel-nl');
