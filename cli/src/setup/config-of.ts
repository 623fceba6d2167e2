import type { Answers } from './answers.ts';
import { devicesOf } from './devices-of.ts';

/** The configuration file that answers lead to, as a tree of keys and values. */
export function configOf(answers: Answers, dataDir: string): Readonly<Record<string, unknown>> {
  switch (answers.role) {
    case 'hub':
      return {
        schemaVersion: 1,
        site: { id: answers.site, name: answers.siteName, timeZone: answers.timeZone },
        data: dataDir,
        ...(answers.network && { http: { host: '0.0.0.0' }, mqtt: { tls: { enabled: true } } }),
      };
    case 'node':
      return {
        schemaVersion: 1,
        site: answers.site,
        node: answers.node,
        ...(answers.name !== undefined && { name: answers.name }),
        dataDir,
        timeZone: answers.timeZone,
        devices: devicesOf(answers),
      };
    case 'kiosk':
      return {
        schemaVersion: 1,
        id: answers.id,
        hubUrl: answers.hubUrl,
        token: answers.token,
        dataDir,
        ...(answers.caFile !== undefined && { caFile: answers.caFile }),
        ...(answers.screenOutput !== undefined && { screenPower: screenPowerOf(answers.screenOutput) }),
      };
    default:
      return answers satisfies never;
  }
}

/** Commands that switch an output under cage. */
function screenPowerOf(output: string): object {
  const command = (state: string): string[] => ['wlr-randr', '--output', output, state];
  return { on: command('--on'), off: command('--off') };
}
