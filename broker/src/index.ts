export { createSqliteStore, type SqliteStore } from './adapters/sqlite/sqlite-store.ts';
export { type Hub, type HubDeps, startHub } from './app.ts';
export { type BackupInfo, backupNames, checkBackup, restoreBackup } from './backup.ts';
export { type HubConfig, type HubConfigInput, hubConfigSchema } from './config.ts';
export { httpPage } from './docs/http-page.ts';
export { topicsPage } from './docs/topics-page.ts';
export { type InteropBroker, startInteropBroker } from './interop-broker.ts';
export { type ConfigSources, environmentKeys, hubConfigJsonSchema, loadHubConfig, maskedConfig } from './load-config.ts';
export type { SeriesStore } from './ports/series-store.ts';
