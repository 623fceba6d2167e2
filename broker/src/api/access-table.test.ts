import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, startHub } from '../app.ts';
import { loadHubConfig } from '../load-config.ts';

const CALLERS = ['nobody', 'reader', 'kiosk', 'viewer', 'staff', 'coordinator', 'admin'] as const;
type Caller = (typeof CALLERS)[number];

/** Who may call what, written down by hand. A route that is not here fails the test below. */
const EVERYBODY = CALLERS;
const SIGNED_IN = CALLERS.slice(2);
const FIGURES = CALLERS.slice(1);
const PEOPLE = CALLERS.slice(3);
const READERS = ['reader', ...PEOPLE] as const;
const STAFF = CALLERS.slice(4);
const COORDINATORS = CALLERS.slice(5);
const ADMIN = CALLERS.slice(6);
const KIOSK = ['kiosk'] as const;
const TABLE: Readonly<Record<string, readonly Caller[]>> = {
  'POST /api/v1/sign-in': EVERYBODY,
  'POST /api/v1/invites/accept': EVERYBODY,
  'POST /api/v1/kiosk/session': EVERYBODY,
  'POST /api/v1/enrol': EVERYBODY,
  'POST /api/v1/sign-out': SIGNED_IN,
  'GET /api/v1/me': PEOPLE,
  'GET /api/v1/live': PEOPLE,
  'GET /api/v1/nodes': READERS,
  'GET /api/v1/store': READERS,
  'GET /api/v1/records': READERS,
  'GET /api/v1/aggregate': READERS,
  'GET /api/v1/series': READERS,
  'POST /api/v1/records/{node}/{boot}/{seq}/correct': COORDINATORS,
  'GET /api/v1/records/{node}/{boot}/{seq}/corrections': PEOPLE,
  'POST /api/v1/tickets/preview': STAFF,
  'POST /api/v1/tickets': STAFF,
  'GET /api/v1/tickets/reconciled': READERS,
  'GET /api/v1/nodes/{node}/clock': PEOPLE,
  'POST /api/v1/nodes/{node}/clock': COORDINATORS,
  'GET /api/v1/export/points': READERS,
  'GET /api/v1/export/buckets': READERS,
  'GET /api/v1/public/summary': FIGURES,
  'GET /api/v1/site': FIGURES,
  'GET /api/v1/stream': SIGNED_IN,
  'POST /api/v1/devices/{node}/{device}/command': STAFF,
  'POST /api/v1/enrol-codes': ADMIN,
  'POST /api/v1/invites': ADMIN,
  'GET /api/v1/machines': ADMIN,
  'POST /api/v1/machines': ADMIN,
  'POST /api/v1/machines/{username}/revoke': ADMIN,
  'GET /api/v1/audit': ADMIN,
  'GET /api/v1/people': ADMIN,
  'POST /api/v1/people/{name}/change': ADMIN,
  'POST /api/v1/people/{name}/end-sessions': ADMIN,
  'GET /api/v1/me/sessions': PEOPLE,
  'POST /api/v1/me/sessions/{id}/end': PEOPLE,
  'POST /api/v1/me/language': PEOPLE,
  'POST /api/v1/me/pin': PEOPLE,
  'POST /api/v1/me/pin/remove': PEOPLE,
  'GET /api/v1/tablet': EVERYBODY,
  'POST /api/v1/pin-sign-in': EVERYBODY,
  'POST /api/v1/tablet': STAFF,
  'POST /api/v1/tablet/forget': STAFF,
  'GET /api/v1/tablets': ADMIN,
  'POST /api/v1/tablets/{id}/forget': ADMIN,
  'GET /api/v1/outcomes': PEOPLE,
  'POST /api/v1/outcomes': STAFF,
  'POST /api/v1/outcomes/{client}/undo': STAFF,
  'GET /api/v1/outcomes/{client}/photo': PEOPLE,
  'POST /api/v1/devices/{node}/{device}/care': COORDINATORS,
  'GET /api/v1/retired-devices': PEOPLE,
  'GET /api/v1/devices/{node}/{device}/notes': PEOPLE,
  'POST /api/v1/devices/{node}/{device}/notes': STAFF,
  'GET /api/v1/emptyings': PEOPLE,
  'POST /api/v1/emptyings/{node}/{boot}/{seq}/confirm': STAFF,
  'POST /api/v1/emptyings/{node}/{boot}/{seq}/deny': STAFF,
  'GET /api/v1/log-level': ADMIN,
  'POST /api/v1/log-level': ADMIN,
  'POST /api/v1/kiosk/health': KIOSK,
  'GET /api/v1/kiosk/health': PEOPLE,
  'POST /api/v1/kiosk/opinion': KIOSK,
  'POST /api/v1/kiosk/stream': KIOSK,
  'GET /api/v1/kiosk/commands': KIOSK,
  'POST /api/v1/kiosk/commands/{id}': KIOSK,
  'POST /api/v1/kiosks/{kiosk}/command': COORDINATORS,
  'GET /api/v1/kiosks/{kiosk}/command/{id}': COORDINATORS,
  'GET /api/v1/kiosks/{kiosk}/picture': COORDINATORS,
  'GET /api/v1/kiosk/content': KIOSK,
  'GET /api/v1/kiosk/content/{version}/file': KIOSK,
  'POST /api/v1/kiosk/content/report': KIOSK,
  'GET /api/v1/content': STAFF,
  'POST /api/v1/content/parts/{part}': STAFF,
  'POST /api/v1/content/stories': STAFF,
  'POST /api/v1/content/stories/{id}': STAFF,
  'POST /api/v1/content/stories/{id}/submit': STAFF,
  'POST /api/v1/content/stories/{id}/bring-back': STAFF,
  'POST /api/v1/content/stories/{id}/approve': COORDINATORS,
  'POST /api/v1/content/stories/{id}/send-back': COORDINATORS,
  'POST /api/v1/content/stories/{id}/remove': COORDINATORS,
  'POST /api/v1/content/photos': STAFF,
  'GET /api/v1/content/images/{name}': STAFF,
  'POST /api/v1/content/publish': COORDINATORS,
  'POST /api/v1/content/bundles/{version}/restore': COORDINATORS,
  'GET /api/v1/monitoring/definitions': READERS,
  'GET /api/v1/monitoring/indicators': READERS,
  'GET /api/v1/monitoring/indicators/{id}/origin': PEOPLE,
  'GET /api/v1/monitoring/balance': READERS,
  'GET /api/v1/monitoring/targets': PEOPLE,
  'GET /api/v1/monitoring/baseline': PEOPLE,
  'GET /api/v1/monitoring/trends': READERS,
  'GET /api/v1/monitoring/heat': READERS,
  'GET /api/v1/monitoring/change': READERS,
  'GET /api/v1/monitoring/entries': PEOPLE,
  'GET /api/v1/monitoring/entries/{id}/history': PEOPLE,
  'GET /api/v1/monitoring/imports': PEOPLE,
  'GET /api/v1/monitoring/reports/council.html': PEOPLE,
  'GET /api/v1/monitoring/reports/council.pdf': PEOPLE,
  'GET /api/v1/monitoring/reports/annual.html': PEOPLE,
  'GET /api/v1/monitoring/reports/annual.pdf': PEOPLE,
  'GET /api/v1/monitoring/reports/funder.html': PEOPLE,
  'GET /api/v1/monitoring/reports/funder.pdf': PEOPLE,
  'GET /api/v1/monitoring/reports/school.html': PEOPLE,
  'GET /api/v1/monitoring/reports/school.pdf': PEOPLE,
  'GET /api/v1/monitoring/reports/national-monitor.html': PEOPLE,
  'GET /api/v1/monitoring/reports/national-monitor.pdf': PEOPLE,
  'GET /api/v1/monitoring/exchange/{id}.csv': PEOPLE,
  'GET /api/v1/monitoring/reports/indicators.csv': READERS,
  'GET /api/v1/monitoring/reports/national-monitor.csv': READERS,
  'GET /api/v1/monitoring/reports/figures.xlsx': READERS,
  'GET /api/v1/monitoring/trends.csv': READERS,
  'GET /api/v1/monitoring/trends.xlsx': READERS,
  'GET /api/v1/monitoring/repairs.csv': READERS,
  'GET /api/v1/monitoring/open-data': READERS,
  'POST /api/v1/monitoring/entries': STAFF,
  'POST /api/v1/monitoring/entries/{id}/correct': STAFF,
  'POST /api/v1/monitoring/imports/preview': STAFF,
  'POST /api/v1/monitoring/imports': STAFF,
  'POST /api/v1/monitoring/imports/{id}/undo': STAFF,
  'GET /api/v1/monitoring/schedules': COORDINATORS,
  'POST /api/v1/monitoring/schedules': COORDINATORS,
  'POST /api/v1/monitoring/schedules/{id}/remove': COORDINATORS,
  'POST /api/v1/monitoring/schedules/{id}/send': COORDINATORS,
  'POST /api/v1/monitoring/deliveries/{id}/resend': COORDINATORS,
  'GET /api/v1/alarms': PEOPLE,
  'POST /api/v1/alarms/{id}/acknowledge': STAFF,
  'POST /api/v1/alarms/{id}/snooze': STAFF,
  'GET /api/v1/alarms/settings': PEOPLE,
  'POST /api/v1/alarms/settings': COORDINATORS,
  'POST /api/v1/alarms/tools/{node}/{device}/serviced': STAFF,
  'POST /api/v1/alarms/webhook/secret': COORDINATORS,
  'POST /api/v1/alarms/webhook/test': COORDINATORS,
  'GET /api/v1/alarms/me': PEOPLE,
  'POST /api/v1/alarms/me': PEOPLE,
  'POST /api/v1/alarms/me/test': PEOPLE,
  'POST /api/v1/alarms/me/browsers': PEOPLE,
  'POST /api/v1/alarms/me/browsers/remove': PEOPLE,
  'GET /healthz': EVERYBODY,
  'GET /metrics': EVERYBODY,
};

/** What those hear who have no session to leave. */
const LEAVING: ReadonlyMap<Caller, number> = new Map([
  ['nobody', 401],
  ['reader', 403],
]);
const WORDS: Readonly<Record<number, string>> = { 401: 'sign in first', 403: 'forbidden' };

const folder = mkdtempSync(join(tmpdir(), 'kw-access-'));
/** The hub's clock goes on by this at each call: hundreds in a row from one address are not too many then. */
const CALL_MS = 100;
let calls = 0;
const logins = new Map<Caller, Record<string, string>>([['nobody', {}]]);
let hub: Hub;
let routes: string[] = [];

const json = { 'content-type': 'application/json' };
async function login(path: string, body: unknown): Promise<Record<string, string>> {
  const answer = await fetch(`${hub.httpUrl}/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers: json });
  const { csrf } = (await answer.json()) as { csrf: string };
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-kw-csrf': csrf };
}

beforeAll(async () => {
  const overrides = { data: folder, http: { port: 0 }, mqtt: { port: 0 } };
  hub = await startHub(loadHubConfig({ overrides }), { log: pino({ level: 'silent' }), nowMs: () => Date.now() + calls * CALL_MS });
  logins.set('reader', { authorization: `Bearer ${hub.issueMachine('grafana', 'reader')}` });
  logins.set('kiosk', await login('/kiosk/session', { token: hub.issueKioskToken('entree') }));
  for (const role of ['viewer', 'staff', 'coordinator', 'admin'] as const) {
    logins.set(role, await login('/invites/accept', { invite: hub.issueInvite(role), name: role, password: 'lang genoeg 1' }));
  }
  const { paths } = (await (await fetch(`${hub.httpUrl}/api/docs/json`)).json()) as { paths: Record<string, object> };
  routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
}, 60_000);
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Status of a call with nothing useful in it: rights are asked before the body is looked at. */
async function statusOf(route: string, caller: Caller, without?: string): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const url = `${hub.httpUrl}${path.replaceAll(/\{\w+\}/gu, 'nothing')}`;
  const headers = { ...logins.get(caller), ...(method === 'POST' && json) };
  if (without !== undefined) delete (headers as Record<string, string>)[without];
  calls += 1;
  const abort = new AbortController();
  const answer = await fetch(url, { method, headers, signal: abort.signal, ...(method === 'POST' && { body: '{}' }) });
  abort.abort(); // the live stream would go on for ever
  return answer.status;
}

describe('the access table', () => {
  it('names every route there is', () => {
    expect(routes.toSorted()).toEqual(Object.keys(TABLE).toSorted());
  });

  // Signing out last: it ends the session the other rows need.
  const rows = Object.entries(TABLE).filter(([route]) => !route.endsWith('/sign-out'));
  it.each(rows)('%s', async (route, allowed) => {
    const answers = await Promise.all(CALLERS.map(async (caller) => [caller, WORDS[await statusOf(route, caller)] ?? 'allowed']));
    const refused = (caller: Caller): string => (caller === 'nobody' ? 'sign in first' : 'forbidden');
    expect(answers).toEqual(CALLERS.map((caller) => [caller, allowed.includes(caller) ? 'allowed' : refused(caller)]));
  });

  it.each(rows.filter(([route, allowed]) => route.startsWith('POST') && !allowed.includes('nobody')))(
    '%s asks for the token of the page',
    async (route, allowed) => {
      expect(await statusOf(route, allowed[0] ?? 'admin', 'x-kw-csrf')).toBe(403);
    },
  );

  it('POST /api/v1/sign-out lets everybody out who is in', async () => {
    for (const caller of CALLERS)
      expect({ caller, status: await statusOf('POST /api/v1/sign-out', caller) }).toEqual({
        caller,
        status: LEAVING.get(caller) ?? 204,
      });
  });
});
