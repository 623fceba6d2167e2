import { type HubThing, topicOf } from '@kringwijzer/contract';
import type { LiveModel } from './core/live-model.ts';
import type { Job } from './jobs.ts';

interface DerivedDeps {
  readonly site: string;
  readonly live: LiveModel;
  readonly nowMs: () => number;
  readonly publish: (topic: string, payload: string, options: { readonly retain: true }) => void;
}

/** Fill of one container in the words of the smart-waste field. */
interface FillMessage {
  readonly node: string;
  readonly device: string;
  readonly name: string;
  readonly fill_percent: number;
  readonly band: string;
  readonly last_emptied_time: string | null;
}

/** Publishes what the hub makes of the records, retained and only when it changed, for other programs on MQTT. */
export function derivedJob({ site, live, nowMs, publish }: DerivedDeps): Job {
  const last = new Map<HubThing, string>();
  const say = (thing: HubThing, value: object): void => {
    const text = JSON.stringify(value);
    if (last.get(thing) === text) return;
    last.set(thing, text);
    publish(topicOf({ type: 'hub', site, thing }), JSON.stringify({ at: nowMs(), ...value }), { retain: true });
  };
  return {
    name: 'derived',
    everyMs: 1_000,
    run: async () => {
      const { totals, devices } = live.snapshot(nowMs());
      const { at: _at, ...sums } = totals;
      say('totals', sums);
      const containers = devices.flatMap(({ node, meta, fill, lastEmptiedAt }): FillMessage[] => {
        if (fill === undefined) return [];
        const emptied = lastEmptiedAt === undefined ? null : new Date(lastEmptiedAt).toISOString();
        return [
          {
            node,
            device: meta.id,
            name: meta.name,
            fill_percent: Math.round(fill.ratio * 100),
            band: fill.band,
            last_emptied_time: emptied,
          },
        ];
      });
      say('fill', { containers });
      const occupancy = live.occupancy(nowMs());
      // Without a door nobody knows how many are inside: no figure is better than a nought.
      if (occupancy.doors.length > 0 || devices.some(({ meta }) => meta.kind === 'door')) say('occupancy', occupancy);
    },
  };
}
