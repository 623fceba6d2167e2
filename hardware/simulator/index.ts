export { CROSSINGS, type Crossing } from './crossings.ts';
export { CONTAINER_SCALE, type DemoSiteOptions, demoSite, demoSiteConfig, FLOOR_SCALE, WEEK_HOURS } from './demo-site.ts';
export type { Injection } from './inject.ts';
export { createSite, type ScaleInfo, type Site } from './site.ts';
export type {
  DoorEdge,
  DoorSimConfig,
  LevelSimConfig,
  MassTruth,
  OpenHours,
  Opening,
  PassageTruth,
  ScaleSimConfig,
  SessionTruth,
  SiteSimConfig,
  ToolSimConfig,
  TruthEvent,
  VisitorsConfig,
  WeatherConfig,
} from './site-config.ts';
export { makeTrace, type NamedTrace, TRACE_SET } from './trace-set.ts';
export { type LineSink, type TraceSpan, writeTrace, writeTruth } from './trace-writer.ts';
