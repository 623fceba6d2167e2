// A built hub in a process of its own, so that its memory and its processor time are its own. Told what to do over IPC.
// Second argument: JSON with configuration over that of a bench, and how many times faster than real the hub's clock runs.
import { loadHubConfig, startHub } from '@kringwijzer/broker';
import { pino } from 'pino';

const [data = '', text = '{}'] = process.argv.slice(2);
const { mqtt = {}, http = {}, clock } = JSON.parse(text);
const overrides = {
  data,
  site: { id: 'bench' },
  http: { port: 0, ...http },
  mqtt: { port: 0, messagesPerSecond: 100_000, ...mqtt },
};
// Stands still until the bench says go, so that nothing expires while nodes enrol.
let goneAtMs;
const nowMs = clock && (() => Math.round(clock.startMs + (goneAtMs === undefined ? 0 : (performance.now() - goneAtMs) * clock.speed)));
const hub = await startHub(loadHubConfig({ overrides }), {
  log: pino({ level: process.env.KW_BENCH_LOG ?? 'silent' }, pino.destination(2)),
  ...(nowMs && { nowMs }),
});
process.send?.({
  httpUrl: hub.httpUrl,
  mqttUrl: hub.mqttUrl,
  invite: hub.adminInvite?.code,
  codes: Array.from({ length: 21 }, (_, index) => hub.issueEnrolCode(`n${index}`)),
});
process.on('message', (message) => {
  if (message === 'go') goneAtMs = performance.now();
  if (message === 'stop') void hub.stop().then(() => process.disconnect());
});
// A bench that was ended leaves no hub behind.
process.once('disconnect', () => process.exit());
