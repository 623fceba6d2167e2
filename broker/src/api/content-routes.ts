import {
  contentManifestSchema,
  contentPartSchema,
  contentPathSchema,
  contentReportSchema,
  contentViewSchema,
  imageResponseSchema,
  KwError,
  keptStorySchema,
  partRequestSchema,
  publishedBundleSchema,
  storyIdSchema,
  storyRequestSchema,
  storyStepRequestSchema,
} from '@kringwijzer/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Content } from '../content/content.ts';
import { STORY_STEPS, type StoryStep } from '../content/core/story-steps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['kiosk content'];
/** Phones make photos of up to some 15 MB. */
const PHOTO_LIMIT = 25 * 1024 * 1024;
const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  png: 'image/png',
};

const id = z.strictObject({ id: storyIdSchema });
const version = z.string().regex(/^[a-f0-9]{16}$/u);
const storyAnswer = { 200: keptStorySchema };
const done = { 204: z.null() };

const view = route('staff', { tags, summary: 'All that is edited, and what the screens show', response: { 200: contentViewSchema } });
const part = route('staff', {
  tags,
  summary: 'Replace a part: hours, phases, places, shop, what visitors said',
  params: z.strictObject({ part: contentPartSchema }),
  body: partRequestSchema,
  response: done,
});
const newStory = route('staff', { tags, summary: 'A new story', body: storyRequestSchema, response: storyAnswer });
const saveStory = route('staff', { tags, summary: 'Write a story', params: id, body: storyRequestSchema, response: storyAnswer });
const photo = {
  ...route('staff', {
    tags,
    summary: 'Send a photo (the bytes of a JPG, PNG or WebP); turned, stripped of EXIF and shrunk',
    response: { 200: imageResponseSchema },
  }),
  bodyLimit: PHOTO_LIMIT,
};
const picture = route('staff', {
  tags,
  summary: 'A picture of the draft',
  params: z.strictObject({ name: z.string().max(80) }),
  querystring: z.strictObject({ size: z.literal('small').optional() }),
});
const publish = route('coordinator', { tags, summary: 'Give the kiosks what is approved', response: { 200: publishedBundleSchema } });
const restore = route('coordinator', {
  tags,
  summary: 'Give the kiosks an earlier bundle again',
  params: z.strictObject({ version }),
  response: { 200: publishedBundleSchema },
});
const manifest = route('kiosk', {
  tags,
  summary: 'What a kiosk has to show, or null before anything was published',
  response: { 200: contentManifestSchema.nullable() },
});
const file = route('kiosk', {
  tags,
  summary: 'A file of a bundle',
  params: z.strictObject({ version }),
  querystring: z.strictObject({ path: contentPathSchema }),
});
const report = route('kiosk', { tags, summary: 'How a bundle fares on a kiosk', body: contentReportSchema, response: done });

/** Who may move a story: its writers hand it in, coordinators decide. */
const STEP_ROLES: Readonly<Record<StoryStep, 'staff' | 'coordinator'>> = {
  submit: 'staff',
  bring_back: 'staff',
  approve: 'coordinator',
  send_back: 'coordinator',
  remove: 'coordinator',
};
const stepRoute = (step: StoryStep) =>
  route(STEP_ROLES[step], { tags, summary: `Story: ${step}`, params: id, body: storyStepRequestSchema, response: storyAnswer });

/** Content of the kiosk: staff write, coordinators approve and publish, kiosks fetch. */
export function contentRoutes(app: ApiServer, { content }: { readonly content?: Content | undefined }): void {
  if (content === undefined) return;
  editRoutes(app, content);
  storyRoutes(app, content);
  photoRoutes(app, content);
  kioskContentRoutes(app, content);
}

function editRoutes(app: ApiServer, content: Content): void {
  app.get('/content', view, () => content.view());

  app.post('/content/parts/:part', part, async (request, reply) => {
    const { rev, value } = request.body;
    content.savePart(request.params.part, { by: sessionIn(request).name, rev }, value);
    return reply.code(204).send(null);
  });

  app.post('/content/publish', publish, (request) => content.publish(sessionIn(request).name));

  app.post('/content/bundles/:version/restore', restore, (request) => content.restore(sessionIn(request).name, request.params.version));
}

function storyRoutes(app: ApiServer, content: Content): void {
  app.post('/content/stories', newStory, (request) => {
    const { rev, draft } = request.body;
    return content.saveStory(undefined, { by: sessionIn(request).name, rev }, draft);
  });

  app.post('/content/stories/:id', saveStory, (request) => {
    const { rev, draft } = request.body;
    return content.saveStory(request.params.id, { by: sessionIn(request).name, rev }, draft);
  });

  for (const step of STORY_STEPS) {
    app.post(`/content/stories/:id/${step.replace('_', '-')}`, stepRoute(step), (request) => {
      const { rev, note } = request.body;
      return content.stepStory(request.params.id, { by: sessionIn(request).name, rev }, step, note);
    });
  }
}

function photoRoutes(app: ApiServer, content: Content): void {
  void app.register(async (scope: ApiServer) => {
    // Whatever a browser calls it: the bytes say what it is.
    for (const type of [/^image\//u, 'application/octet-stream'])
      scope.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, next) => next(null, body));
    scope.post('/content/photos', photo, (request) => {
      const bytes: unknown = request.body;
      if (!Buffer.isBuffer(bytes)) throw new KwError('KW_IMAGE_TYPE', { kind: 'text' });
      return content.addPhoto(sessionIn(request).name, bytes);
    });
  });

  app.get('/content/images/:name', picture, (request, reply) => {
    const { name } = request.params;
    return sendContent(reply, name, content.image(`images/${name}`, request.query.size));
  });
}

function kioskContentRoutes(app: ApiServer, content: Content): void {
  app.get('/kiosk/content', manifest, () => content.manifest() ?? null);

  app.get('/kiosk/content/:version/file', file, (request, reply) => {
    const { path } = request.query;
    return sendContent(reply, path, content.bundleFile(request.params.version, path));
  });

  app.post('/kiosk/content/report', report, async (request, reply) => {
    content.report(sessionIn(request).name, request.body);
    return reply.code(204).send(null);
  });
}

/** Answers with a file of the content. Throws KW_NOT_FOUND. */
export function sendContent(reply: FastifyReply, path: string, data: Buffer | undefined): FastifyReply {
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
  if (data === undefined || type === undefined) throw new KwError('KW_NOT_FOUND', { path });
  return reply.type(type).send(data);
}
