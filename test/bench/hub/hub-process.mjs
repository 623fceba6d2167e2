// A built hub in a process of its own, so that its memory and its processor time are its own. Told what to do over IPC.
import { loadHubConfig, startHub } from '@kringwijzer/broker';
import { pino } from 'pino';

const [data = ''] = process.argv.slice(2);
const overrides = { data, site: { id: 'bench' }, http: { port: 0 }, mqtt: { port: 0, messagesPerSecond: 100_000 } };
const hub = await startHub(loadHubConfig({ overrides }), { log: pino({ level: 'silent' }) });
process.send?.({
  httpUrl: hub.httpUrl,
  mqttUrl: hub.mqttUrl,
  invite: hub.adminInvite?.code,
  codes: Array.from({ length: 20 }, (_, index) => hub.issueEnrolCode(`n${index}`)),
});
process.on('message', (message) => {
  if (message === 'stop') void hub.stop().then(() => process.disconnect());
});
