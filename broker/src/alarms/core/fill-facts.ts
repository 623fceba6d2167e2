import { type DeviceLive, HOUR_MS } from '@kringwijzer/contract';
import { type AlarmFact, type AlarmSignal, alarmKeyOf } from './alarm-fact.ts';
import { isHeard, type SiteNow } from './site-now.ts';

/** So much later than the horizon the forecast must be before that alarm ends: forecasts move. */
const LATER_MS = 2 * HOUR_MS;

/** Nearly full, full, and full too early, of each container. A sensor that is silent says nothing about fill. */
export function fillFacts(site: SiteNow): readonly AlarmFact[] {
  return site.devices.flatMap((device) => {
    if (device.meta.kind !== 'scale' || device.meta.role !== 'container') return [];
    const { node, meta } = device;
    const about = { node, device: meta.id };
    const { nearlyFullPercent, fullPercent } = site.settings;
    const percent = device.fill === undefined || !isHeard(device, site) ? undefined : device.fill.ratio * 100;
    const values = { name: meta.name, ...(percent !== undefined && { percent: Math.round(percent) }) };
    const full = alarmKeyOf('full', node, meta.id);
    return [
      { key: full, kind: 'full', ...about, values, signal: above(percent, fullPercent, site) },
      {
        key: alarmKeyOf('nearly_full', node, meta.id),
        kind: 'nearly_full',
        ...about,
        values,
        signal: above(percent, nearlyFullPercent, site),
        coveredBy: [full],
      },
      {
        key: alarmKeyOf('full_before', node, meta.id),
        kind: 'full_before',
        ...about,
        ...fullBefore(device, site),
        coveredBy: [full],
      },
    ];
  });
}

function above(percent: number | undefined, threshold: number, { settings }: SiteNow): AlarmSignal {
  if (percent === undefined) return 'unknown';
  if (percent >= threshold) return 'on';
  return percent < threshold - settings.hysteresisPercent ? 'off' : 'unknown';
}

function fullBefore({ meta, forecast, fill }: DeviceLive, { horizon }: SiteNow): Pick<AlarmFact, 'signal' | 'values'> {
  const name = meta.name;
  const expected = forecast?.estimated_full_time;
  // An emptied container has no forecast yet: nothing is expected of it now.
  if (expected === undefined) return { signal: fill !== undefined && fill.ratio < 0.25 ? 'off' : 'unknown', values: { name } };
  if (horizon === undefined) return { signal: 'unknown', values: { name } };
  const values = { name, likely: expected.likely, horizon: horizon.at, what: horizon.what };
  if (expected.likely < horizon.at) return { signal: expected.reliability === 'low' ? 'unknown' : 'on', values };
  return { signal: expected.likely >= horizon.at + LATER_MS ? 'off' : 'unknown', values };
}
