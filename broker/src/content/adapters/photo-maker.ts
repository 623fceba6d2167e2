import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { KwError } from '@kringwijzer/contract';
import { z } from 'zod';
import { imageKindOf } from '../core/image-kind.ts';

/** A photo made ready for the kiosk. */
export interface MadePhoto {
  /** WebP, at most 1,600 px on its long side. */
  readonly large: Buffer;
  /** WebP, at most 480 px on its long side, for lists. */
  readonly small: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Turns, strips and shrinks photos. */
export interface PhotoMaker {
  /** Throws KW_IMAGE_TYPE, KW_IMAGE_UNREADABLE, KW_IMAGE_TOO_LARGE, KW_IMAGE_TOO_SMALL. */
  make(photo: Buffer): Promise<MadePhoto>;
}

/** Photos of 50-megapixel phones pass; what claims more is a mistake or a bomb (a few kB of PNG can hold a gigapixel). */
const MAX_MEGAPIXELS = 64;
/** Below this a photo is coarse on the panel of a kiosk. */
const MIN_SIDE_PX = 400;
const LARGE_PX = 1_600;
const SMALL_PX = 480;
const TIMEOUT_MS = 30_000;
const USABLE = ['jpeg', 'png', 'webp'];

const madeSchema = z.object({ largeBytes: z.int(), smallBytes: z.int(), widthPx: z.int(), heightPx: z.int() });
const outcomeSchema = z.union([
  madeSchema,
  z.object({ refused: z.enum(['unreadable', 'large', 'small']), reason: z.string(), widthPx: z.int(), heightPx: z.int() }),
]);

/**
 * Runs in a process of its own that ends after one photo: what libvips takes (some 100 MB for a large photo) goes back to the machine,
 * and a picture that brings it down does not bring the hub down. `rotate()` turns by EXIF; nothing of EXIF, GPS or XMP is written, because
 * `keepMetadata` is not asked for.
 */
const MAKER = `
  const [driver, limits] = [process.argv[1], JSON.parse(process.argv[2])];
  const sharp = require(driver);
  sharp.cache(false);
  sharp.concurrency(1);
  const say = (head, ...parts) => {
    process.stdout.write(JSON.stringify(head) + '\\n');
    for (const part of parts) process.stdout.write(part);
  };
  const open = (photo) => sharp(photo, { failOn: 'error', limitInputPixels: limits.maxPixels, sequentialRead: true, animated: false });
  const run = async () => {
    const chunks = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    const photo = Buffer.concat(chunks);
    const { width = 0, height = 0 } = await sharp(photo, { limitInputPixels: false }).metadata();
    const size = { widthPx: width, heightPx: height };
    if (width * height > limits.maxPixels) return say({ refused: 'large', reason: '', ...size });
    if (Math.min(width, height) < limits.minSidePx) return say({ refused: 'small', reason: '', ...size });
    const resized = (px) => ({ width: px, height: px, fit: 'inside', withoutEnlargement: true });
    const { data, info } = await open(photo).rotate().resize(resized(limits.largePx)).webp({ quality: 80 }).toBuffer({ resolveWithObject: true });
    const small = await sharp(data).resize(resized(limits.smallPx)).webp({ quality: 72 }).toBuffer();
    say({ largeBytes: data.length, smallBytes: small.length, widthPx: info.width, heightPx: info.height }, data, small);
  };
  run().catch((error) => say({ refused: 'unreadable', reason: String(error.message).slice(0, 120), widthPx: 0, heightPx: 0 }));
`;

/** Makes photos one at a time: a Pi has little memory, and nobody sends two at once. */
export function createPhotoMaker(): PhotoMaker {
  const driver = createRequire(import.meta.url).resolve('sharp');
  let before: Promise<unknown> = Promise.resolve();
  return {
    make: (photo) => {
      const kind = imageKindOf(photo);
      if (!USABLE.includes(kind)) return Promise.reject(new KwError('KW_IMAGE_TYPE', { kind }));
      const mine = before.then(async () => readOutcome(await runMaker(driver, photo)));
      before = mine.catch(() => undefined); // the caller hears of it; the next one must not wait for it
      return mine;
    },
  };
}

function runMaker(driver: string, photo: Buffer): Promise<Buffer> {
  const limits = { maxPixels: MAX_MEGAPIXELS * 1e6, minSidePx: MIN_SIDE_PX, largePx: LARGE_PX, smallPx: SMALL_PX };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', MAKER, driver, JSON.stringify(limits)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk));
    child.stdin.on('error', () => undefined); // it ended early: what it said, or did not say, tells
    child.once('error', reject);
    child.once('close', () => resolve(Buffer.concat(chunks)));
    child.stdin.end(photo);
  });
}

function readOutcome(answer: Buffer): MadePhoto {
  const end = answer.indexOf('\n');
  const head = end < 0 ? undefined : outcomeSchema.safeParse(JSON.parse(answer.toString('utf8', 0, end))).data;
  if (head === undefined) throw new KwError('KW_IMAGE_UNREADABLE', { reason: `it was not ready in ${TIMEOUT_MS / 1_000} s` });
  if ('refused' in head) throw refusalOf(head);
  const { largeBytes, smallBytes, widthPx, heightPx } = head;
  const body = answer.subarray(end + 1);
  if (body.length !== largeBytes + smallBytes) throw new KwError('KW_IMAGE_UNREADABLE', { reason: 'the work on it was cut off' });
  return { large: body.subarray(0, largeBytes), small: body.subarray(largeBytes), widthPx, heightPx };
}

function refusalOf({ refused, reason, widthPx, heightPx }: Extract<z.infer<typeof outcomeSchema>, { refused: string }>): KwError {
  if (refused === 'large') {
    const megapixels = Math.round((widthPx * heightPx) / 1e6);
    return new KwError('KW_IMAGE_TOO_LARGE', { megapixels, limit: MAX_MEGAPIXELS });
  }
  if (refused === 'small') return new KwError('KW_IMAGE_TOO_SMALL', { widthPx, heightPx, limitPx: MIN_SIDE_PX });
  return new KwError('KW_IMAGE_UNREADABLE', { reason });
}
