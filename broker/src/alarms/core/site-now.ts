import { type AlarmSettings, type DeviceLive, MINUTE_MS, type NodeLive } from '@kringwijzer/contract';
import type { OpenHours } from './open-hours.ts';
import { type Gaps, usualGapMs } from './usual-gaps.ts';

/** A removal or load on a scale while nobody should be there. */
export interface AfterHours {
  readonly node: string;
  readonly device: string;
  readonly at: number;
  readonly massG: number;
  /** Hub time of arrival: what a node tells late is news when it comes. */
  readonly receivedAt: number;
  readonly what: 'removal' | 'deposit';
}

/** What is asked of the store and the disk now and then. Keys are `<node>/<device>`. */
export interface SlowFacts {
  readonly afterHours: readonly AfterHours[];
  /** Latest calibration of each scale that has one. */
  readonly calibratedAt: ReadonlyMap<string, number>;
  /** Run hours of each tool since its last service. */
  readonly runH: ReadonlyMap<string, number>;
  /** Free space by node, MB. */
  readonly nodeDiskMb: ReadonlyMap<string, number>;
  readonly hubDiskMb: number | undefined;
}

export const NO_SLOW_FACTS: SlowFacts = {
  afterHours: [],
  calibratedAt: new Map(),
  runH: new Map(),
  nodeDiskMb: new Map(),
  hubDiskMb: undefined,
};

/** The site at a moment, as the facts are made from it. */
export interface SiteNow {
  readonly nowMs: number;
  /** When this hub started: values from before it tell nothing of silence. */
  readonly startedAtMs: number;
  readonly nodes: readonly NodeLive[];
  readonly devices: readonly DeviceLive[];
  readonly settings: AlarmSettings;
  readonly open: OpenHours;
  /** The next planned pickup, or else the next opening. */
  readonly horizon: { readonly at: number; readonly what: 'pickup' | 'opening' } | undefined;
  readonly slow: SlowFacts;
  /** Keys the engine remembers: a fault that is no longer told of is over. */
  readonly watchedKeys: readonly string[];
  /** How devices spoke until now: one that speaks once an hour is not silent after a quarter. */
  readonly gaps: Gaps;
}

/** True unless the node says that it is gone. */
export const isUp = (node: NodeLive | undefined): boolean => node?.status === undefined || node.status.state === 'online';

/** A device is silent after so many of its usual pauses, if that is longer than the limit of the site. */
const PAUSES = 2.5;

/** Silence of a device that counts as a failure, ms. */
export const silenceLimitMs = ({ node, meta }: DeviceLive, { settings, gaps }: SiteNow): number =>
  Math.max(settings.noDataMin * MINUTE_MS, PAUSES * usualGapMs(gaps, `${node}/${meta.id}`));

/** True when the hub has heard of the device since it started and within the time that counts as silence. */
export function isHeard(device: DeviceLive, site: SiteNow): boolean {
  const { receivedAt } = device;
  return receivedAt !== undefined && receivedAt >= site.startedAtMs && site.nowMs - receivedAt < silenceLimitMs(device, site);
}
