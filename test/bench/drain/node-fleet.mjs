// Real nodes without devices, in one process, over spools that are already full: all they do is bring what they hold.
// Prints over IPC how many records still wait.
import { loadNodeConfig, startNode } from '@kringwijzer/firmware-bridge';
import { pino } from 'pino';

const LOOK_MS = 100;
const [text = '{}'] = process.argv.slice(2);
const { mqttUrl, nodes } = JSON.parse(text);

const running = await Promise.all(
  nodes.map(({ node, dataDir, username, password }) => {
    const hub = { url: mqttUrl, user: username, password };
    const { config } = loadNodeConfig({ overrides: { site: 'bench', node, dataDir, hub, healthEveryS: 3_600 } });
    return startNode(config, { log: pino({ level: 'warn' }) });
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
