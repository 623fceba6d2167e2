import { deliverySchema, scheduleBodySchema, scheduleSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import type { Monitoring } from '../monitoring/monitoring.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['reports'];
const params = z.strictObject({ id: z.coerce.number().pipe(z.int().min(1)) });
const list = route('coordinator', {
  tags,
  summary: 'Reports that go out by e-mail, and what became of them',
  response: {
    200: z.strictObject({
      hasMail: z.boolean().meta({ description: 'False while the hub has no mail server: nothing goes out' }),
      schedules: z.array(scheduleSchema),
      deliveries: z.array(deliverySchema),
    }),
  },
});
const add = route('coordinator', { tags, summary: 'Schedule a report', body: scheduleBodySchema, response: { 200: scheduleSchema } });
const remove = route('coordinator', {
  tags,
  summary: 'Stop a scheduled report and forget its readers',
  params,
  response: { 204: z.null() },
});
const send = route('coordinator', { tags, summary: 'Begin to send a scheduled report now', params, response: { 200: deliverySchema } });
const resend = route('coordinator', {
  tags,
  summary: 'Begin to send once more to those who did not get it',
  params,
  response: { 200: deliverySchema },
});

/** Reports by e-mail. Addresses are seen by coordinators only. */
export function monitoringScheduleRoutes(app: ApiServer, monitoring: Monitoring): void {
  app.get('/monitoring/schedules', list, () => {
    const { scheduler } = monitoring;
    return { hasMail: scheduler.hasMail, schedules: [...scheduler.list()], deliveries: [...scheduler.deliveries()] };
  });
  app.post('/monitoring/schedules', add, (request) => monitoring.scheduler.add(sessionIn(request).name, request.body));
  app.post('/monitoring/schedules/:id/remove', remove, async (request, reply) => {
    monitoring.scheduler.remove(sessionIn(request).name, request.params.id);
    return reply.code(204).send(null);
  });
  app.post('/monitoring/schedules/:id/send', send, (request) => monitoring.scheduler.sendNow(sessionIn(request).name, request.params.id));
  app.post('/monitoring/deliveries/:id/resend', resend, (request) =>
    monitoring.scheduler.resend(sessionIn(request).name, request.params.id),
  );
}
