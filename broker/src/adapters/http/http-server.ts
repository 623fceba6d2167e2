import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { KwError } from '@kringwijzer/contract';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { accessRoutes } from '../../api/access-routes.ts';
import { alarmRoutes } from '../../api/alarm-routes.ts';
import type { ApiDeps } from '../../api/api-deps.ts';
import { clockRoutes } from '../../api/clock-routes.ts';
import { contentRoutes } from '../../api/content-routes.ts';
import { correctionRoutes } from '../../api/correction-routes.ts';
import { exportRoutes } from '../../api/export-routes.ts';
import { type Access, checkAccess, SESSION_COOKIE } from '../../api/guard.ts';
import { kioskRoutes } from '../../api/kiosk-routes.ts';
import { liveRoutes } from '../../api/live-routes.ts';
import { logRoutes } from '../../api/log-routes.ts';
import { monitoringRoutes } from '../../api/monitoring-routes.ts';
import { operationRoutes } from '../../api/operation-routes.ts';
import { recordRoutes } from '../../api/record-routes.ts';
import type { ApiServer } from '../../api/server-type.ts';
import { staffRoutes } from '../../api/staff-routes.ts';
import { staffWorkRoutes } from '../../api/staff-work-routes.ts';
import { storeRoutes } from '../../api/store-routes.ts';
import { streamRoute } from '../../api/stream-route.ts';
import { ticketRoutes } from '../../api/ticket-routes.ts';
import { createReaderDoor } from '../../core/reader-door.ts';
import { previewPages, publishedContentPages } from './content-pages.ts';
import { apiErrorOf, internalError, knownErrorOf } from './http-errors.ts';
import { createRateLimit } from './rate-limit.ts';
import { PREVIEW_PATH, securityHeaders } from './security-headers.ts';

export interface HttpServerOptions extends ApiDeps {
  /** Folders of built pages: the dashboards at `/`, the kiosk at `/kiosk/`. */
  readonly staticDirs: { readonly dashboards?: string | undefined; readonly kiosk?: string | undefined };
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  readonly version: string;
  /** Told of each API route and who may use it, for the documentation. */
  readonly onRoute?: (method: string, url: string, access: Access) => void;
}

const BODY_LIMIT = 256 * 1024;
/** Requests that are not answered this long after the stop began are cut off. */
const STOP_MS = 1_000;

/** How callers show who they are, in the words of OpenAPI 3. */
const SECURITY_SCHEMES = {
  session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'Of a person or a kiosk, set by signing in' },
  token: { type: 'http', scheme: 'bearer', description: 'Of a reader: kringwijzer credential --role reader' },
} as const;
const BY_TOKEN: readonly Access[] = ['reader', 'figures'];

/** The description of a route with what it asks of its callers. */
const describeRoute: typeof jsonSchemaTransform = (input) => {
  const described = jsonSchemaTransform(input);
  const access = input.route.config?.access ?? 'everybody';
  if (access === 'everybody') return described;
  const security = [{ session: [] }, ...(BY_TOKEN.includes(access) ? [{ token: [] }] : [])];
  return { ...described, schema: { ...described.schema, security } };
};

/** The resources under /api/v1, a file each. */
const ROUTES = [
  accessRoutes,
  liveRoutes,
  recordRoutes,
  staffRoutes,
  staffWorkRoutes,
  storeRoutes,
  exportRoutes,
  correctionRoutes,
  ticketRoutes,
  clockRoutes,
  logRoutes,
  alarmRoutes,
  streamRoute,
  kioskRoutes,
  monitoringRoutes,
];

/** The HTTP server of the hub, ready to listen: API, documentation, pages. */
export async function createHttpServer(options: HttpServerOptions): Promise<ApiServer> {
  const { tls, people } = options;
  const readers = createReaderDoor(options);
  const base = {
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    connectionTimeout: 0,
    routerOptions: { maxParamLength: 128 },
  };
  // Node looks each half minute; until then who drips would stay.
  const look = { connectionsCheckingInterval: 2_000 };
  const app = (tls ? fastify({ ...base, https: { ...tls, ...look } }) : fastify({ ...base, http: look })) as unknown as ApiServer;
  // Headers that drip in, and more sockets than a site has screens, are somebody's joke.
  app.server.headersTimeout = 10_000;
  app.server.maxConnections = 1_000;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('session', undefined);
  answerErrors(app, options);
  stopSoon(app, options);
  const limit = createRateLimit(options);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(securityHeaders(request.url, tls !== undefined));
    done(limit(request));
  });
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      info: { title: 'Kringwijzer hub', version: options.version, description: 'Indicative weighing, not for trade.' },
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    transform: describeRoute,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: false });
  await app.register(
    async (api: ApiServer) => {
      api.addHook('onRequest', (request, reply, done) => {
        void reply.header('cache-control', 'no-store');
        checkAccess({ people, readers }, request);
        done();
      });
      api.addHook('onRoute', ({ method, url, config }) => {
        if (config?.access !== undefined && typeof method === 'string') options.onRoute?.(method, url, config.access);
      });
      for (const routes of ROUTES) routes(api, options);
      contentRoutes(api, options);
    },
    { prefix: '/api/v1' },
  );
  await serveContent(app, options, (request) => checkAccess({ people, readers }, request));
  operationRoutes(app, options);
  await servePages(app, options.staticDirs);
  return app;
}

/** What is published beside the kiosk page, and the page with the draft for the staff who write it. */
async function serveContent(app: ApiServer, options: HttpServerOptions, check: (request: FastifyRequest) => void): Promise<void> {
  const { content, staticDirs } = options;
  const { kiosk: kioskDir } = staticDirs;
  if (content === undefined || !isPages(kioskDir)) return;
  publishedContentPages(app, { content, kioskDir });
  await app.register(
    async (pages: ApiServer) => {
      pages.addHook('onRequest', (request, reply, done) => {
        void reply.header('cache-control', 'no-store');
        check(request);
        done();
      });
      previewPages(pages, { content, kioskDir });
    },
    { prefix: PREVIEW_PATH },
  );
}

/** The hub opens its port itself, so fastify does not know that there are connections to close. */
function stopSoon(app: ApiServer, { stream }: HttpServerOptions): void {
  app.addHook('preClose', (done) => {
    stream.stop();
    const force = setTimeout(() => app.server.closeAllConnections(), STOP_MS);
    app.server.once('close', () => clearTimeout(force));
    done();
  });
}

function answerErrors(app: ApiServer, { log }: HttpServerOptions): void {
  app.setErrorHandler((error, request, reply) => {
    let known = knownErrorOf(error);
    if (known === undefined) {
      const id = randomUUID();
      log.error({ id, err: error, method: request.method, route: request.routeOptions.url }, 'request failed');
      known = internalError(id);
    }
    return sendError(reply, known);
  });
  app.setNotFoundHandler((request, reply) => sendError(reply, notFound(request)));
}

const notFound = (request: FastifyRequest): KwError => new KwError('KW_NOT_FOUND', { path: request.url.split('?', 1)[0]?.slice(0, 100) });

function sendError(reply: FastifyReply, error: KwError): FastifyReply {
  const { status, body } = apiErrorOf(error);
  const wait = error.details['waitS'];
  if (typeof wait === 'number') void reply.header('retry-after', wait);
  return reply.code(status).type('application/json').serializer(JSON.stringify).send(body);
}

/** Serves the built pages. Names with a hash never change, so browsers may keep them; the rest is asked for each time. */
async function servePages(app: ApiServer, dirs: HttpServerOptions['staticDirs']): Promise<void> {
  const setHeaders = (reply: FastifyReply, path: string): void => {
    void reply.header('cache-control', /-[A-Za-z0-9_-]{8,}\.\w+$/u.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  };
  const common = { cacheControl: false, setHeaders, decorateReply: false } as const;
  if (isPages(dirs.kiosk)) {
    await app.register(fastifyStatic, { ...common, root: dirs.kiosk, prefix: '/kiosk/' });
    app.get('/kiosk', (_request, reply) => reply.redirect('/kiosk/'));
  }
  if (isPages(dirs.dashboards)) await app.register(fastifyStatic, { ...common, root: dirs.dashboards, prefix: '/' });
}

const isPages = (folder: string | undefined): folder is string => folder !== undefined && existsSync(join(folder, 'index.html'));
