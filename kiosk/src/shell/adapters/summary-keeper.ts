import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubLink } from './hub-link.ts';
import { readBody } from './read-body.ts';

const FILE = 'last-summary.json';
const SUMMARY_MAX_BYTES = 65_536;

export interface SummaryKeeper {
  /** Fetches the public figures and keeps them on disk; a hub that does not answer changes nothing. */
  readonly refresh: () => Promise<void>;
  /** The last figures as JSON text, or undefined before the first ones. */
  readonly last: () => Promise<string | undefined>;
}

/** Keeps the last public figures across a restart without a hub, so that the screen never starts empty. Written only when they changed. */
export function keepSummary(dataDir: string, hub: HubLink): SummaryKeeper {
  const path = join(dataDir, FILE);
  let kept: string | undefined;
  const last = async (): Promise<string | undefined> => {
    kept ??= await readFile(path, 'utf8').catch(() => undefined); // absent before the first visit to the hub
    return kept;
  };
  return {
    last,
    refresh: async () => {
      const answer = await hub.ask({ method: 'GET', path: '/api/v1/public/summary' });
      const text = await readBody(answer, SUMMARY_MAX_BYTES);
      if (answer.statusCode !== 200 || text === undefined || text === (await last())) return;
      JSON.parse(text); // a half answer must not replace a whole one
      const file = await open(`${path}.new`, 'w', 0o600);
      await file.writeFile(text);
      await file.sync();
      await file.close();
      await rename(`${path}.new`, path);
      kept = text;
    },
  };
}
