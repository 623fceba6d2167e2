export { parseBoardFrame } from './adapters/board-frame.ts';
export type { InjectedSources } from './adapters/drivers.ts';
export { polledSource } from './adapters/polled-source.ts';
export { openSerialPort } from './adapters/safe-serialport.ts';
export { systemClock } from './adapters/system-clock.ts';
export { type NodeDeps, type RunningNode, startNode } from './app.ts';
export { nodeConfigJsonSchema } from './config/config-keys.ts';
export { type ConfigSources, type LoadedConfig, loadNodeConfig } from './config/load-config.ts';
export type { NodeConfig, NodeConfigInput } from './config/node-schema.ts';
export { configMarkdown, effectiveConfig } from './config/print-config.ts';
export { leanSchemas } from './lean-schemas.ts';
export type { Clock, ClockEvidence } from './ports/clock.ts';
export type { OpenSerial, SerialDuplex } from './ports/serial.ts';
export type {
  AmpsEvent,
  AmpsSource,
  DistanceEvent,
  DistanceSource,
  EdgeEvent,
  EdgeSource,
  ReadingEvent,
  ReadingSource,
  Source,
  SourceContext,
} from './ports/sources.ts';
export { createReplay, type Replay, type ReplayOptions } from './replay/replay.ts';
