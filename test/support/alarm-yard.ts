import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import type { EnrolResponse } from '@kringwijzer/contract';
import { type Clock, loadNodeConfig, polledSource, type ReadingEvent, type RunningNode, startNode } from '@kringwijzer/firmware-bridge';
import { CONTAINER_SCALE, createSite, demoSiteConfig, type Site } from '@kringwijzer/hardware/simulator';
import { pino } from 'pino';
import { type LocalSmtp, startLocalSmtp } from './local-smtp.ts';

const DASHBOARDS = fileURLToPath(new URL('../../dashboards/dist/', import.meta.url));
const SAMPLE_MS = 100;
/** Net mass at which the container is full. */
export const FULL_G = 1_000_000;

/** A hub with a mail server beside it, in a time of its own. */
export interface AlarmHub {
  readonly hub: Hub;
  readonly smtp: LocalSmtp;
  readonly folder: string;
  /** The hub's time, UTC epoch ms. */
  readonly nowMs: () => number;
  /** A credential for a node. */
  enrol(node: string): Promise<EnrolResponse>;
  stop(): Promise<void>;
}

/** Starts mail server and hub; the pages must be built. */
export async function startAlarmHub(clock: Clock): Promise<AlarmHub> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-alarms-'));
  const smtp = await startLocalSmtp();
  const nowMs = (): number => Math.round(clock.nowMs());
  const config = loadHubConfig({
    overrides: {
      data: join(folder, 'hub'),
      http: { port: 0 },
      mqtt: { port: 0 },
      site: { id: 'zuid', name: 'De Kring' },
      mail: { host: '127.0.0.1', port: smtp.port, security: 'none', from: 'hub@kringloop.example', timeoutS: 5 },
    },
  });
  const log = pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' });
  const hub = await startHub(config, { log, nowMs, staticDirs: { dashboards: DASHBOARDS } });
  return {
    hub,
    smtp,
    folder,
    nowMs,
    enrol: async (node) => {
      const answer = await fetch(`${hub.httpUrl}/api/v1/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: hub.issueEnrolCode(node), node }),
      });
      return (await answer.json()) as EnrolResponse;
    },
    stop: async () => {
      await hub.stop();
      await smtp.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A container on four load cells in the simulator's wind, with the node that weighs it. */
export interface Yard {
  readonly site: Site;
  readonly node: RunningNode;
  /** A person brings or takes goods, a second from now. */
  change(massG: number): void;
  /** A truck takes the container away, empties it and brings it back. */
  empty(): void;
  /** What really lies in it now, grams. */
  goodsG(): number;
}

/** Starts a node with one container, filled to `goodsG`; nobody comes by himself. */
export async function startYard(alarms: AlarmHub, clock: Clock, goodsG: number): Promise<Yard> {
  const startAt = Math.round(clock.nowMs());
  const demo = demoSiteConfig({ seed: 77, startAt, alwaysOpen: true });
  const visitors = { perHour: 0, burstPerHour: 0, burstShare: 0, donorShare: 0, straightShare: 0 };
  const scale = { ...CONTAINER_SCALE, initialGoodsG: goodsG, emptyAtG: Number.POSITIVE_INFINITY, rainG: 0 };
  const site = createSite({ ...demo, visitors, scales: [scale], doors: [], tools: [], levels: [] });
  const { password } = await alarms.enrol('erf');
  const [info] = site.scales;
  if (info === undefined) throw new Error('the site has no scale');
  const { config } = loadNodeConfig({
    overrides: {
      site: 'zuid',
      node: 'erf',
      name: 'Meetkast erf',
      dataDir: join(alarms.folder, 'node'),
      hub: { url: alarms.hub.mqttUrl, password },
      spool: { journal: false },
      devices: [
        {
          kind: 'scale',
          id: info.id,
          name: 'Textiel',
          role: 'container',
          capacityG: info.capacityG,
          divisionG: info.divisionG,
          sampleHz: 1_000 / SAMPLE_MS,
          fullG: FULL_G,
          channels: info.countsPerGram.map((countsPerGram, cell) => ({ countsPerGram, zeroCounts: info.zeroCounts[cell] ?? 0 })),
          driver: { type: 'simulated' },
        },
      ],
    },
  });
  const weighed = polledSource<ReadingEvent>(SAMPLE_MS, (atMs, emit) => emit({ type: 'counts', atMs, raw: site.counts(info.id, atMs) }));
  const node = await startNode(config, {
    log: pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' }),
    clock,
    clockEvidence: { isSynced: () => true, kernelBoot: () => undefined },
    sources: { scales: { [info.id]: weighed } },
  });
  const soon = (): number => Math.round(clock.nowMs()) + 2_000;
  return {
    site,
    node,
    change: (massG) => {
      const goods = { scale: info.id, atMs: soon(), massG: Math.abs(massG), personG: 81_000 };
      site.inject({ type: massG > 0 ? 'deposit' : 'removal', ...goods });
    },
    empty: () => void site.inject({ type: 'emptying', scale: info.id, atMs: soon(), awayMs: 60_000 }),
    goodsG: () => site.goodsG(info.id, Math.round(clock.nowMs())),
  };
}
