import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import type { EnrolResponse, NodeMeta } from '@kringwijzer/contract';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { SCREENS } from './browser.ts';
import { type ScriptedNode, startScriptedNode } from './scripted-node.ts';

const DASHBOARDS = fileURLToPath(new URL('../../dashboards/dist/', import.meta.url));

/** Password of everybody who joins through `join`. */
export const PASSWORD = 'drie losse woorden';

/** A real hub with its pages, people on it and a node that says what it is told to. */
export interface StaffHub {
  readonly hub: Hub;
  readonly data: string;
  /** A fresh browser profile: nobody is signed in. */
  newPage(screen?: keyof typeof SCREENS): Promise<Page>;
  /** Makes a member of the invite at this path or address, in this page. */
  join(page: Page, invite: string, name: string): Promise<void>;
  /** Enrols and connects a node. */
  node(id: string, meta: NodeMeta): Promise<ScriptedNode>;
  /** Starts the hub again on the same ports and data, after `hub.stop()`. */
  restart(): Promise<Hub>;
  stop(): Promise<void>;
}

/** Starts it in a folder of its own; pages must be built. */
export async function startStaffHub(browser: Browser): Promise<StaffHub> {
  const data = mkdtempSync(join(tmpdir(), 'kw-staff-'));
  const start = (ports: { http: number; mqtt: number }): Promise<Hub> => {
    const overrides = { data, site: { id: 'zuid', name: 'De Kring' }, http: { port: ports.http }, mqtt: { port: ports.mqtt } };
    const log = pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' });
    return startHub(loadHubConfig({ overrides }), { log, staticDirs: { dashboards: DASHBOARDS } });
  };
  const hub = await start({ http: 0, mqtt: 0 });
  const closers: (() => Promise<unknown> | void)[] = [() => rmSync(data, { recursive: true, force: true }), () => hub.stop()];
  return {
    hub,
    data,
    newPage: async (screen = 'phone') => {
      const context = await browser.newContext({ viewport: SCREENS[screen], locale: 'nl-NL', reducedMotion: 'reduce' });
      closers.push(() => context.close());
      return context.newPage();
    },
    join: async (page, invite, name) => {
      await page.goto(new URL(invite, hub.httpUrl).href);
      await page.getByLabel('Naam').fill(name);
      await page.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Account maken' }).click();
      await page.getByText('Live').waitFor();
    },
    node: async (id, meta) => {
      const answer = await fetch(`${hub.httpUrl}/api/v1/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: hub.issueEnrolCode(id), node: id }),
      });
      const node = await startScriptedNode({ mqttUrl: hub.mqttUrl, credential: (await answer.json()) as EnrolResponse, meta });
      closers.push(() => node.stop());
      return node;
    },
    restart: async () => {
      const again = await start({ http: hub.httpPort, mqtt: hub.mqttPort });
      closers.push(() => again.stop());
      return again;
    },
    stop: async () => {
      for (const close of closers.splice(0).toReversed()) await close();
    },
  };
}
