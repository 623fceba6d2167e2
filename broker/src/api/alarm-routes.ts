import {
  alarmBoardSchema,
  alarmMineSchema,
  alarmPreferencesSchema,
  alarmSchema,
  alarmSettingsSchema,
  alarmSiteSchema,
  alarmSnoozeRequestSchema,
  alarmTestRequestSchema,
  deviceIdSchema,
  nodeIdSchema,
  pushRemovalSchema,
  pushSubscriptionSchema,
  webhookSecretSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import { snoozeUntil } from '../alarms/alarm-desk.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['alarms'];
const params = z.strictObject({ id: z.string().max(16) });
const done = { 204: z.null() };

const board = route('viewer', { tags, summary: 'Alarms that go on now, and those that are over', response: { 200: alarmBoardSchema } });
const acknowledge = route('staff', { tags, summary: 'Tell that somebody sees to an alarm', params, response: { 200: alarmSchema } });
const snooze = route('staff', {
  tags,
  summary: 'Keep an alarm quiet for a while, with the reason; 0 minutes ends it',
  params,
  body: alarmSnoozeRequestSchema,
  response: { 200: alarmSchema },
});
const settings = route('viewer', { tags, summary: 'Thresholds and rules of the site', response: { 200: alarmSiteSchema } });
const keepSettings = route('coordinator', {
  tags,
  summary: 'Change thresholds and rules; kept in the list of privileged acts',
  body: alarmSettingsSchema,
  response: { 200: alarmSiteSchema },
});
const serviced = route('staff', {
  tags,
  summary: 'A tool was serviced: its run hours start anew',
  params: z.strictObject({ node: nodeIdSchema, device: deviceIdSchema }),
  response: { 200: alarmSiteSchema },
});
const renewSecret = route('coordinator', {
  tags,
  summary: 'A new secret that signs webhooks; shown once',
  response: { 200: webhookSecretSchema },
});
const testWebhook = route('coordinator', { tags, summary: 'Send a test to the webhook', response: done });
const mine = route('viewer', { tags, summary: 'What I am told, and how', response: { 200: alarmMineSchema } });
const keepMine = route('viewer', {
  tags,
  summary: 'Change what I am told',
  body: alarmPreferencesSchema,
  response: { 200: alarmMineSchema },
});
const test = route('viewer', { tags, summary: 'Send me a test', body: alarmTestRequestSchema, response: done });
const addBrowser = route('viewer', {
  tags,
  summary: 'Push messages to this browser',
  body: pushSubscriptionSchema,
  response: { 200: alarmMineSchema },
});
const removeBrowser = route('viewer', {
  tags,
  summary: 'No push messages to this browser any more',
  body: pushRemovalSchema,
  response: { 200: alarmMineSchema },
});

/** Alarms: what goes on, answers to it, and who is told. Nothing on a hub without them. */
export function alarmRoutes(app: ApiServer, { alarms, nowMs }: ApiDeps): void {
  if (alarms === undefined) return;

  app.get('/alarms', board, () => alarms.board());

  app.post('/alarms/:id/acknowledge', acknowledge, (request) =>
    alarms.answer(request.params.id, { type: 'acknowledge', by: sessionIn(request).name }),
  );

  app.post('/alarms/:id/snooze', snooze, (request) => {
    const { minutes, reason } = request.body;
    const by = sessionIn(request).name;
    const answer =
      minutes === 0 ? ({ type: 'wake', by } as const) : ({ type: 'snooze', by, until: snoozeUntil(minutes, nowMs()), reason } as const);
    return alarms.answer(request.params.id, answer);
  });

  app.get('/alarms/settings', settings, () => alarms.settings());

  app.post('/alarms/settings', keepSettings, async (request) => {
    await alarms.keepSettings(request.body, sessionIn(request).name);
    return alarms.settings();
  });

  app.post('/alarms/tools/:node/:device/serviced', serviced, async (request) => {
    await alarms.serviced(request.params.node, request.params.device, sessionIn(request).name);
    return alarms.settings();
  });

  app.post('/alarms/webhook/secret', renewSecret, (request) => ({ secret: alarms.renewWebhookSecret(sessionIn(request).name) }));

  app.post('/alarms/webhook/test', testWebhook, async (_request, reply) => {
    await alarms.testWebhook();
    return reply.code(204).send(null);
  });

  app.get('/alarms/me', mine, (request) => alarms.mine(sessionIn(request).name));

  app.post('/alarms/me', keepMine, (request) => {
    const { name } = sessionIn(request);
    alarms.keepMine(name, request.body);
    return alarms.mine(name);
  });

  app.post('/alarms/me/test', test, async (request, reply) => {
    await alarms.test(sessionIn(request).name, request.body.channel);
    return reply.code(204).send(null);
  });

  app.post('/alarms/me/browsers', addBrowser, (request) => {
    const { name } = sessionIn(request);
    alarms.addBrowser(name, request.body);
    return alarms.mine(name);
  });

  app.post('/alarms/me/browsers/remove', removeBrowser, (request) => {
    const { name } = sessionIn(request);
    alarms.removeBrowser(name, request.body.endpoint);
    return alarms.mine(name);
  });
}
