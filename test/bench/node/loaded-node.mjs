// The node of bench:node, as it is installed: built code, no loader. Needs `npm run build`.
import { loadNodeConfig, startNode } from '@kringwijzer/firmware-bridge';
import { pino } from 'pino';

const [dataDir, url, path] = process.argv.slice(2);
const simulated = { type: 'simulated' };
const many = (count, make) => Array.from({ length: count }, (_, index) => make(index + 1));

const { config } = loadNodeConfig({
  overrides: {
    site: 'bench',
    node: 'n1',
    dataDir,
    hub: { url },
    healthEveryS: 10,
    devices: [
      ...many(4, (n) => ({
        kind: 'scale',
        id: `scale-${n}`,
        name: `Weegschaal ${n}`,
        role: 'intake',
        capacityG: 300_000,
        divisionG: 100,
        channels: [{ zeroCounts: 200_000, countsPerGram: 5 }],
        driver: path === undefined ? simulated : { type: 'board', path, channels: [n] },
      })),
      ...many(4, (n) => ({ kind: 'door', id: `door-${n}`, name: `Deur ${n}`, driver: simulated })),
      ...many(8, (n) => ({ kind: 'tool', id: `tool-${n}`, name: `Machine ${n}`, driver: simulated })),
    ],
  },
});
const node = await startNode(config, { log: pino({ level: 'warn' }) });
process.stdout.write('ready\n');
process.once('SIGTERM', () => void node.stop().then(() => process.exit(0)));
