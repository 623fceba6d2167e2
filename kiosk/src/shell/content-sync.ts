import {
  type ContentManifest,
  type ContentReport,
  contentBundleSchema,
  contentManifestSchema,
  errorMessage,
  type KioskHealth,
  KwError,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { ContentDisk, KeptContent } from './adapters/content-disk.ts';
import type { HubLink } from './adapters/hub-link.ts';
import { readBody, readBytes } from './adapters/read-body.ts';
import type { ShellLog } from './app.ts';
import { afterProof, afterRefusal, afterRollback, afterSwap, type BundleKey, judgeOffer, NO_CONTENT } from './core/content-trial.ts';

interface ContentSyncDeps {
  readonly disk: ContentDisk;
  readonly hub: HubLink;
  readonly log: ShellLog;
  readonly nowMs: () => number;
  /** Time the page gets to come to life with new content, ms. */
  readonly trialMs: number;
  /** Shows new content on the screen; the answer shows the old content again. Undefined where nobody watches a screen. */
  readonly showNew: (() => () => void) | undefined;
}

const MANIFEST_MAX_BYTES = 262_144;
const REASON_MAX = 200;
/** Life signs (one a second) after which new content is trusted: a page that dies while it draws its pictures gives fewer. */
const PROOF_BEATS = 5;

/** Keeps the kiosk's content as the hub has published it, and goes back by itself when the page does not live with it. */
export class ContentSync {
  readonly #deps: ContentSyncDeps;
  #state: KeptContent = NO_CONTENT;
  #beats = 0;
  #deadline: NodeJS.Timeout | undefined;
  #undo: () => void = () => undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: ContentSyncDeps) {
    this.#deps = deps;
  }

  /** Reads what is on the disk; content that was damaged there gives way to what was shown before. */
  async start(): Promise<void> {
    const { disk, log, showNew } = this.#deps;
    this.#state = await disk.read();
    const { current, previous, trial, refused } = this.#state;
    if (current === undefined) return;
    if (!(await disk.isWhole(current))) {
      log.warn({ code: 'KW_CONTENT_DAMAGED', version: current.version }, 'content on the disk is damaged');
      const before = previous !== undefined && (await disk.isWhole(previous)) ? previous : undefined;
      await this.#put({ trial: false, refused, ...(before && { current: before }) });
    } else if (trial && showNew !== undefined) {
      this.#undo = () => void showNew();
      this.#beginTrial();
    }
  }

  /** Asks the hub for newer content and takes it. Rejects when the hub cannot be reached. */
  check(): Promise<void> {
    return this.#inTurn(() => this.#check());
  }

  /** A life sign of the page. */
  heard({ contentVersion }: Pick<KioskHealth, 'contentVersion'>): void {
    const { trial, current } = this.#state;
    if (!trial || contentVersion !== current?.version) return;
    this.#beats += 1;
    if (this.#beats === PROOF_BEATS) this.#soon(() => this.#prove());
  }

  /** A file of the published content, or undefined when there is none of that name. */
  async file(path: string): Promise<Buffer | undefined> {
    const { current, previous, trial } = this.#state;
    // Where nobody watches a screen, the time of trial begins when a page asks for the new content.
    if (path === 'bundle.json' && trial && this.#deps.showNew === undefined && this.#beats === 0) this.#beginTrial();
    for (const key of [current, path.startsWith('images/') ? previous : undefined]) {
      const data = key === undefined ? undefined : await this.#deps.disk.file(key.version, path);
      if (data !== undefined) return data;
    }
    return undefined;
  }

  stop(): void {
    clearTimeout(this.#deadline);
  }

  /** One change of the state at a time; a failure is told to who asked for it and holds up nobody else. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  #soon(work: () => Promise<void>): void {
    this.#inTurn(work).catch((error: unknown) => this.#deps.log.warn({ err: error }, 'content state could not be kept'));
  }

  async #put(next: KeptContent): Promise<void> {
    await this.#deps.disk.write(next);
    this.#state = next;
  }

  async #check(): Promise<void> {
    const { disk, hub, log, nowMs } = this.#deps;
    await this.#tell();
    const manifest = await askManifest(hub);
    if (manifest === undefined) return;
    const { version, publishedAt } = manifest;
    const offer = { version, publishedAt };
    const judged = judgeOffer(this.#state, offer);
    if (judged === 'renamed') await this.#put({ ...this.#state, current: offer, report: { ...offer, outcome: 'running', at: nowMs() } });
    if (judged !== 'take') return;
    await disk.take(manifest, (from, path) => fetchFile(hub, from, path));
    const fault = await faultOf(disk, version);
    if (fault === undefined) return this.#swap(offer);
    log.warn({ code: 'KW_CONTENT_INVALID', version, reason: fault }, 'content refused');
    const report = { ...offer, outcome: 'refused', reason: fault.slice(0, REASON_MAX), at: nowMs() } as const;
    await this.#put({ ...afterRefusal(this.#state, offer), report });
  }

  async #swap(offer: BundleKey): Promise<void> {
    const { log, showNew } = this.#deps;
    await this.#put({ ...afterSwap(this.#state, offer), report: this.#state.report });
    log.info({ version: offer.version }, 'content swapped');
    this.#beats = 0;
    if (showNew === undefined) return;
    this.#undo = showNew();
    this.#beginTrial();
  }

  #beginTrial(): void {
    this.#beats = 0;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#soon(() => this.#rollBack()), this.#deps.trialMs);
  }

  async #prove(): Promise<void> {
    const { disk, log, nowMs } = this.#deps;
    const { current, previous, trial } = this.#state;
    if (!trial || current === undefined) return;
    clearTimeout(this.#deadline);
    await this.#put({ ...afterProof(this.#state), report: { ...current, outcome: 'running', at: nowMs() } });
    log.info({ version: current.version }, 'content shown');
    await disk.keepOnly([current, previous].flatMap((one) => (one === undefined ? [] : [one.version])));
    await this.#tell();
  }

  async #rollBack(): Promise<void> {
    const { log, nowMs, trialMs } = this.#deps;
    const { current, trial } = this.#state;
    if (!trial || current === undefined) return;
    const reason = errorMessage('KW_CONTENT_PAGE_SILENT', { version: current.version, seconds: trialMs / 1_000 }).slice(0, REASON_MAX);
    log.warn({ code: 'KW_CONTENT_PAGE_SILENT', version: current.version }, 'content rolled back');
    await this.#put({ ...afterRollback(this.#state), report: { ...current, outcome: 'rolled_back', reason, at: nowMs() } });
    this.#undo();
    await this.#tell();
  }

  /** Tells the hub what it has not heard yet; kept until it answers. */
  async #tell(): Promise<void> {
    const { report, ...rest } = this.#state;
    if (report === undefined) return;
    const isTold = await sendReport(this.#deps.hub, report).catch(() => false); // the hub is away: told at the next check
    if (isTold) await this.#put(rest);
  }
}

async function sendReport(hub: HubLink, report: ContentReport): Promise<boolean> {
  const answer = await hub.ask({ method: 'POST', path: '/api/v1/kiosk/content/report', body: JSON.stringify(report) });
  answer.resume();
  return answer.statusCode === 204;
}

/** What the hub has published; undefined when nothing, or when the hub is older than this kiosk and knows of no content. */
async function askManifest(hub: HubLink): Promise<ContentManifest | undefined> {
  const answer = await hub.ask({ method: 'GET', path: '/api/v1/kiosk/content' });
  const text = await readBody(answer, MANIFEST_MAX_BYTES);
  if (answer.statusCode !== 200 || text === undefined) return undefined;
  const manifest: unknown = JSON.parse(text);
  return manifest === null ? undefined : contentManifestSchema.parse(manifest);
}

async function fetchFile(hub: HubLink, version: string, path: string): Promise<Buffer> {
  const answer = await hub.ask({ method: 'GET', path: `/api/v1/kiosk/content/${version}/file?path=${encodeURIComponent(path)}` });
  const data = await readBytes(answer, 8_388_608);
  if (answer.statusCode !== 200 || data === undefined) throw new KwError('KW_CONTENT_DAMAGED', { file: path });
  return data;
}

/** Why the page cannot show a bundle; undefined when it fits. The hub checks with the same schema, but it may be of another version. */
async function faultOf(disk: ContentDisk, version: string): Promise<string | undefined> {
  const text = await disk.file(version, 'bundle.json');
  try {
    const bundle = contentBundleSchema.safeParse(JSON.parse(text?.toString('utf8') ?? ''));
    if (!bundle.success) return z.prettifyError(bundle.error);
    return bundle.data.version === version ? undefined : 'its bundle.json names another version';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
