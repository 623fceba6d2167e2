import { z } from 'zod';
import { logLevelSchema } from '../config.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['administration'];
const answer = { 200: z.strictObject({ level: z.string() }) };
const ask = route('admin', { tags, summary: 'How much the hub logs', response: answer });
const change = route('admin', {
  tags,
  summary: 'Log more or less, until the hub starts again',
  body: z.strictObject({ level: logLevelSchema }),
  response: answer,
});

/** How much the hub logs, changed while it runs. */
export function logRoutes(app: ApiServer, { logLevels, audit, nowMs }: ApiDeps): void {
  app.get('/log-level', ask, () => ({ level: logLevels.get() }));

  app.post('/log-level', change, (request) => {
    const { level } = request.body;
    audit.add({ at: nowMs(), actor: sessionIn(request).name, action: 'log level', detail: `${logLevels.get()} to ${level}` });
    logLevels.set(level);
    return { level };
  });
}
