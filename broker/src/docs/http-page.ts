import { pino } from 'pino';
import { createHttpServer } from '../adapters/http/http-server.ts';
import { createLiveStream } from '../adapters/http/live-stream.ts';
import { openHubDb } from '../adapters/hub-db/hub-db.ts';
import { createNodeSecrets } from '../adapters/node-secrets.ts';
import type { Alarms } from '../alarms/alarms.ts';
import type { Access } from '../api/guard.ts';
import type { Content } from '../content/content.ts';
import { createCommands } from '../core/commands.ts';
import { createCounters } from '../core/counters.ts';
import { LiveModel } from '../core/live-model.ts';
import { Machines } from '../core/machines.ts';
import { People } from '../core/people.ts';
import { loadHubConfig } from '../load-config.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import type { SeriesStore } from '../ports/series-store.ts';
import type { StaffWork } from '../staff-work.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const WHO: Readonly<Record<Access, string>> = {
  everybody: 'everybody',
  'signed-in': 'people and kiosk',
  figures: 'viewer, reader, kiosk',
  reader: 'viewer, reader',
  kiosk: 'kiosk',
  viewer: 'viewer',
  staff: 'staff',
  coordinator: 'coordinator',
  admin: 'admin',
};

/** The description of the HTTP API, asked of a server that is built but never listens. */
export async function describeApi(): Promise<{ readonly openApi: OpenApi; readonly access: ReadonlyMap<string, Access> }> {
  const nowMs = (): number => 0;
  const config = loadHubConfig();
  const db = openHubDb(':memory:');
  const secrets = createNodeSecrets(Buffer.alloc(32));
  const live = new LiveModel(config.site);
  const stream = createLiveStream({ live, factor: config.impact, nowMs, boot: 'docs' });
  const access = new Map<string, Access>();
  const app = await createHttpServer({
    config,
    live,
    stream,
    nowMs,
    people: new People({ db, secrets, nowMs, sessionHours: 1 }),
    machines: new Machines({ db, secrets, nowMs }),
    store: {} as SeriesStore, // never asked: no request is made
    commands: createCommands({ site: config.site.id, nowMs, newId: () => '', publish: () => undefined, after: () => () => undefined }),
    mqtt: { clients: () => [] },
    counters: createCounters(),
    audit: db.audit,
    logLevels: { get: () => 'info', set: () => undefined },
    completeness: () => Promise.resolve([]),
    monitoring: {} as Monitoring, // never asked either
    content: {} as Content,
    work: {} as StaffWork,
    alarms: {} as Alarms,

    log: pino({ level: 'silent' }),
    enrolment: () => ({ mqttUrl: '' }),
    secureCookies: false,
    staticDirs: {},
    version: 'docs',
    onRoute: (method, url, who) => void access.set(`${method} ${url}`, who),
  });
  try {
    await app.ready();
    return { openApi: app.swagger() as OpenApi, access };
  } finally {
    stream.stop();
    await app.close();
    db.close();
  }
}

/** The text of docs/http.md: every route, who may call it and what it takes. */
export async function httpPage(): Promise<string> {
  const { openApi, access } = await describeApi();
  const rows = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const key = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ':$1')}`;
      return `| \`${method.toUpperCase()} ${path}\` | ${WHO[access.get(key) ?? 'everybody']} | ${operation.summary ?? ''} | ${takesOf(operation)} |`;
    }),
  );
  return `# HTTP API

Made from the routes themselves by \`npm run docs\`; a running hub describes itself in full, with every answer, at \`/api/docs\` (OpenAPI at
\`/api/docs/json\`).

- People sign in with \`POST /api/v1/sign-in\` and get a cookie scripts cannot read. A role may do what the roles below it may: viewer,
  staff, coordinator, admin. The kiosk stands beside them: public figures, its own life sign and taps, nothing else.
- Programs that read figures, such as Grafana, send \`Authorization: Bearer TOKEN\`. An administrator makes the token with
  \`kringwijzer credential --role reader\` or \`POST /api/v1/machines\`, sees it in \`GET /api/v1/machines\` and takes it back with
  \`POST /api/v1/machines/:username/revoke\`, at once. A reader may use the routes marked so below, read only, ten requests a second (a
  hundred at once), and is never told who did something. The hub keeps a keyed hash of the token, not the token.
- Everything but GET asks for the header \`x-kw-csrf\` with the token that \`/me\` and \`/sign-in\` give.
- An error is \`{"code", "message", "retryable"}\`; the codes are in docs/errors.md. After \`KW_LOCKED_OUT\` and \`KW_RATE_LIMITED\` the header
  \`retry-after\` says how many seconds to wait.
- \`GET /api/v1/stream\` is a stream of server-sent events. People get \`snapshot\`, then \`device\`, \`node\`, \`deposit\` and \`totals\`; the kiosk gets
  \`summary\` and \`deposit\`. With \`Last-Event-ID\` a reader goes on where it was; when that is too long ago it starts with a new snapshot.

| route | who | what | takes |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function takesOf({ parameters = [], requestBody }: Operation): string {
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, required }) => `\`?${name}\`${required ? '' : ' (optional)'}`);
  const schema = requestBody?.content['application/json']?.schema;
  const body = Object.keys(schema?.properties ?? {}).map((name) => `\`${name}\`${schema?.required?.includes(name) ? '' : ' (optional)'}`);
  return [...query, ...body].join(', ');
}
