import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KwError } from '@kringwijzer/contract';
import type { Logger } from 'pino';

/** Makes PDF files of pages, one at a time. */
export interface ChromiumPdf {
  /** True when there is a browser to make them with. */
  readonly available: boolean;
  /** A tagged PDF of an HTML text that needs nothing from outside. The same text gives the same bytes. Throws KW_PDF_UNAVAILABLE. */
  make(html: string, madeAtMs: number): Promise<Buffer>;
}

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const TIMEOUT_MS = 60_000;

/** Finds Chromium where Debian and Raspberry Pi OS put it. */
export function createChromiumPdf({ log, path }: { readonly log: Logger; readonly path?: string }): ChromiumPdf {
  const browser = [path, ...PLACES].find((place) => place !== undefined && existsSync(place));
  let before: Promise<unknown> = Promise.resolve();
  return {
    available: browser !== undefined,
    make: (html, madeAtMs) => {
      if (browser === undefined) return Promise.reject(new KwError('KW_PDF_UNAVAILABLE', { reason: 'there is no chromium' }));
      // One at a time: each takes some 200 MB, and a Pi has 1 GB.
      const mine = before.then(() => print(browser, html, log));
      before = mine.catch(() => undefined); // the caller hears of it; the next one must not wait for it
      return mine.then((pdf) => withFixedMarks(pdf, madeAtMs));
    },
  };
}

async function print(browser: string, html: string, log: Logger): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-pdf-'));
  try {
    const page = join(folder, 'page.html');
    const pdf = join(folder, 'page.pdf');
    await writeFile(page, html);
    await run(browser, argumentsOf(folder, pathToFileURL(page).href, pdf));
    return await readFile(pdf);
  } catch (error) {
    log.warn({ err: error }, 'no PDF was made');
    throw new KwError('KW_PDF_UNAVAILABLE', { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function argumentsOf(folder: string, url: string, pdf: string): readonly string[] {
  // Chromium refuses its sandbox to root; the hub does not run as root, tests in containers may.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [
    '--headless',
    ...asRoot,
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-extensions',
    '--no-first-run',
    '--export-tagged-pdf',
    '--generate-pdf-document-outline',
    '--no-pdf-header-footer',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--print-to-pdf=${pdf}`,
    url,
  ];
}

function run(browser: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(browser, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: TIMEOUT_MS, killSignal: 'SIGKILL' });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-500);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(signal === null ? `chromium ended with ${code ?? '?'}: ${said.trim()}` : `chromium took over ${TIMEOUT_MS / 1_000} s`),
        );
    });
  });
}

/**
 * The PDF with its dates set to `madeAtMs`, and the names of its structure numbered anew in their own order: Chromium takes
 * both from the moment. Every text keeps its length, so no offset in the file moves, and the same page gives the same bytes.
 */
export function withFixedMarks(pdf: Buffer, madeAtMs: number): Buffer {
  const stamp = new Date(madeAtMs).toISOString().replaceAll(/\D/gu, '').slice(0, 14);
  const text = pdf.toString('latin1').replaceAll(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/gu, `$1${stamp}`);
  const names = [...new Set(text.match(NODE_NAME))].toSorted();
  const numbers = new Map(names.map((name, index) => [name, `(node${String(index + 1).padStart(8, '0')})`]));
  return Buffer.from(
    text.replaceAll(NODE_NAME, (name) => numbers.get(name) ?? name),
    'latin1',
  );
}

const NODE_NAME = /\(node\d{8}\)/gu;
