import { scaleConfigOf, scaleCore } from '../../../firmware-bridge/src/core/cores.ts';
import type { Found, Pipeline } from './pipeline.ts';

const listOf = (value: number | readonly number[]): readonly number[] => (typeof value === 'number' ? [value] : value);

/** The core of the node, told nothing but what a trace's header says: at most its role, no history, no hint of what is to come. */
export const OUR_CORE: Pipeline = {
  name: 'Kringwijzer',
  start: (header, role) => {
    const zeros = listOf(header.zeroCounts);
    const channels = listOf(header.countsPerGram).map((countsPerGram, i) => ({ countsPerGram, zeroCounts: zeros[i] ?? 0 }));
    const { capacityG, divisionG, sampleHz } = header;
    const config = scaleConfigOf({ capacityG, divisionG, sampleHz, channels, ...(role === undefined ? {} : { role }) });
    const found: Found[] = [];
    let state = scaleCore.initial(config, 0);
    const feed = (input: Parameters<typeof scaleCore.step>[2]): void => {
      const step = scaleCore.step(config, state, input);
      state = step.state;
      for (const output of step.outputs) {
        if (output.type !== 'record') continue;
        const { record } = output;
        if (record.kind === 'deposit' || record.kind === 'removal' || record.kind === 'emptying') {
          found.push({ type: record.kind, atMs: record.at, massG: record.massG, uncertaintyG: record.uncertaintyG });
        } else if (record.kind === 'fault' && record.state === 'raised') {
          found.push({ type: 'fault', atMs: record.at, massG: 0 });
        }
      }
    };
    return {
      take: ({ t, raw }) => feed({ type: 'sample', atMs: t, counts: [...raw] }),
      end: (atMs) => {
        feed({ type: 'flush', atMs });
        return found;
      },
    };
  },
};
