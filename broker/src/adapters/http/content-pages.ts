import { existsSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { KwError } from '@kringwijzer/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { sendContent } from '../../api/content-routes.ts';
import { route } from '../../api/guard.ts';
import type { ApiServer } from '../../api/server-type.ts';
import type { Content } from '../../content/content.ts';

const rest = z.object({ '*': z.string().max(120) });
const story = z.object({ story: z.string().max(40).optional() });

interface PageDeps {
  readonly content: Content;
  /** Folder of the built kiosk page. */
  readonly kioskDir: string;
}

/** Content beside the kiosk page as the hub serves it: what was published, else what the page was built with. */
export function publishedContentPages(app: ApiServer, { content, kioskDir }: PageDeps): void {
  app.get('/kiosk/content/*', { schema: { hide: true, params: rest } }, (request, reply) => {
    const path = request.params['*'];
    void reply.header('cache-control', 'no-cache');
    return sendBuilt(reply, { path, root: join(kioskDir, 'content'), found: content.currentFile(path) });
  });
}

/** The kiosk page with the draft, for the staff who write it. The cookie of the staff page opens it. */
export function previewPages(app: ApiServer, { content, kioskDir }: PageDeps): void {
  const staff = <S extends object>(schema: S) => route('staff', { ...schema, hide: true });
  const html = readFileSync(join(kioskDir, 'index.html'));

  app.get('/', staff({}), (_request, reply) => reply.type('text/html; charset=utf-8').send(html));

  app.get('/settings.json', staff({}), () => ({ shell: 'none', reachFromTopRatio: 0.5, showUnreviewed: false, beatMs: 60_000 }));

  app.get('/content/bundle.json', staff({ querystring: story }), (request) => content.preview(request.query.story));

  app.get('/last-summary.json', staff({}), (_request, reply) => reply.type('application/json').send('null'));

  app.get('/content/sounds.json', staff({}), () => ({}));

  app.get('/content/*', staff({ params: rest }), (request, reply) => {
    const path = request.params['*'];
    return sendContent(reply, path, content.image(path));
  });
}

/** A file out of the published bundle, or out of the built page below `root`; sounds are only there. */
function sendBuilt(
  reply: FastifyReply,
  from: { readonly path: string; readonly root: string; readonly found: Buffer | undefined },
): FastifyReply {
  const { path, root, found } = from;
  if (found !== undefined) return sendContent(reply, path, found);
  const file = resolve(join(root, path));
  if (path.includes('\0') || !file.startsWith(resolve(root) + sep) || !existsSync(file)) throw new KwError('KW_NOT_FOUND', { path });
  const type = /\.(wav|mp3|ogg)$/u.exec(file)?.[1];
  if (type === undefined) return sendContent(reply, path, readFileSync(file));
  return reply.type(type === 'mp3' ? 'audio/mpeg' : `audio/${type}`).send(readFileSync(file));
}
