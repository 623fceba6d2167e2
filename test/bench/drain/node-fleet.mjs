// Real nodes with one device each, in one process, over spools that are already full: they bring what they hold, and go on measuring.
// Prints over IPC how many records still wait.
import { loadNodeConfig, startNode } from '@kringwijzer/firmware-bridge';
import { pino } from 'pino';

const LOOK_MS = 100;
const MEASURE_MS = 250;
const [text = '{}'] = process.argv.slice(2);
const { mqttUrl, nodes } = JSON.parse(text);

const LEVEL = { kind: 'level', id: 'level-1', name: 'Level', emptyMm: 2_000, fullMm: 200, driver: { type: 'simulated' } };
/** A sensor over a container that slowly fills. */
function risingLevel() {
  let cancel;
  let distanceMm = 1_900;
  return {
    start: (context, emit) => {
      cancel = context.every(MEASURE_MS, () => {
        distanceMm = distanceMm > 300 ? distanceMm - 1 : 1_900;
        emit({ type: 'distance', atMs: context.nowMs(), distanceMm });
      });
    },
    stop: async () => cancel?.(),
  };
}

const running = await Promise.all(
  nodes.map(({ node, dataDir, username, password }) => {
    const hub = { url: mqttUrl, user: username, password };
    const { config } = loadNodeConfig({ overrides: { site: 'bench', node, dataDir, hub, healthEveryS: 3_600, devices: [LEVEL] } });
    return startNode(config, { log: pino({ level: 'warn' }), sources: { levels: { 'level-1': risingLevel() } } });
  }),
);
const look = setInterval(() => {
  const counts = running.map((node) => node.counts());
  process.send?.({
    waiting: running.reduce((sum, node) => sum + node.depth().records, 0),
    resent: counts.reduce((sum, { resent }) => sum + resent, 0),
    quarantined: counts.reduce((sum, { quarantined }) => sum + quarantined, 0),
  });
}, LOOK_MS);
process.on('message', (message) => {
  if (message !== 'stop') return;
  clearInterval(look);
  void Promise.all(running.map((node) => node.stop())).then(() => process.disconnect());
});
// A bench that was ended leaves no nodes behind.
process.once('disconnect', () => process.exit());
