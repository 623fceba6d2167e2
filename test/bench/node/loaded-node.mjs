// The node of bench:node, as it is installed: built code, no loader. Needs `npm run build`.
import { leanSchemas, loadNodeConfig, startNode } from '@kringwijzer/firmware-bridge';
import { pino } from 'pino';

leanSchemas();
const [dataDir, url, path, toolPath] = process.argv.slice(2);
const simulated = { type: 'simulated' };
const many = (count, make) => Array.from({ length: count }, (_, index) => make(index + 1));

const firmata = { type: 'firmata', path: toolPath };

/** Four machines with a clamp around their cable and four with a contact, all on one board. */
function tool(n) {
  const about = { kind: 'tool', id: `tool-${n}`, name: `Machine ${n}`, idleAmps: 1, runAmps: 10 };
  if (toolPath === undefined) return { ...about, driver: simulated };
  if (n <= 4) return { ...about, driver: { ...firmata, sensor: 'clamp', pin: `A${n - 1}`, ampsPerVolt: 30 } };
  return { ...about, driver: { ...firmata, sensor: 'contact', pin: n - 1 } };
}

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
      ...many(8, tool),
    ],
  },
});
const node = await startNode(config, { log: pino({ level: 'warn' }) });
process.stdout.write('ready\n');
process.once('SIGTERM', () => void node.stop().then(() => process.exit(0)));
