import type { DepositNotice, DeviceLive, DeviceMeta, LiveSnapshot, NodeLive } from '@kringwijzer/contract';
import { staffAlarms } from './staff-alarms.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BOOT = '0123456789abcdef';

type State = NonNullable<DeviceLive['state']>;

const device = (meta: DeviceMeta, state: State, more: Partial<DeviceLive> = {}): DeviceLive => ({
  node: 'yard',
  meta,
  state,
  receivedAt: state.value.at,
  ...more,
});

/** A site in the middle of a Saturday, as the hub would tell it at `at` (epoch ms): one of each thing a page must be able to show. */
export function staffSite(at: number): LiveSnapshot {
  return {
    at,
    site: 'demo',
    siteName: 'Ambachtscentrum De Kring',
    timeZone: 'Europe/Amsterdam',
    ...withDevices(at),
    alarms: staffAlarms(at),
  };
}

function withDevices(at: number): Pick<LiveSnapshot, 'nodes' | 'devices' | 'deposits' | 'totals'> {
  const totals = { at, todayG: 412_300, todayDeposits: 87, todayUncertaintyG: 3_200, yearG: 38_412_000, yearDeposits: 9_120 };
  return { nodes: nodesOf(at), devices: [...scalesOf(at), ...othersOf(at)], deposits: depositsOf(at), totals };
}

function nodesOf(at: number): NodeLive[] {
  const status = { state: 'online', boot: BOOT, version: '0.1.0', at: at - DAY_MS } as const;
  return [
    { node: 'yard', name: 'Meetkast milieustraat', status, simulated: true, lastRecordAt: at - 4_000, missing: 0, faults: [] },
    {
      node: 'shop',
      name: 'Meetkast winkel',
      status,
      simulated: true,
      lastRecordAt: at - 9_000,
      missing: 12,
      faults: [{ device: 'door-shop', code: 'KW_BEAM_BLOCKED', at: at - 7 * MINUTE_MS }],
    },
  ];
}

function scalesOf(at: number): DeviceLive[] {
  const scale = (netG: number, more: object = {}): State => ({
    kind: 'scale',
    value: { at: at - 2_000, seq: 1, grossG: netG + 2_200_000, netG, tareG: 2_200_000, stable: true, quality: 'good', ...more },
  });
  const container = { kind: 'scale', role: 'container', capacityG: 10_000_000, divisionG: 1_000, cells: 4 } as const;
  const intake = {
    kind: 'scale',
    id: 'floor',
    name: 'Vloerweegschaal',
    role: 'intake',
    capacityG: 300_000,
    divisionG: 50,
    cells: 1,
  } as const;
  const emptied = { lastEmptiedAt: at - 3 * DAY_MS };
  return [
    device(
      { ...container, id: 'box-textile', name: 'Textiel', stream: 'textile', fullG: 2_000_000 },
      scale(1_642_000, { cornersG: [520_000, 402_000, 398_000, 322_000] }),
      {
        fill: { ratio: 0.82, band: 'nearly_full', basis: 'mass' },
        forecast: {
          at,
          fill_rate: 31_000,
          full_g: 1_984_000,
          full_from: 'learned',
          disagrees: false,
          estimated_full_time: { earliest: at + DAY_MS, likely: at + 1.4 * DAY_MS, latest: at + 3 * DAY_MS, reliability: 'medium' },
          held: { share: 0.82, n: 28 },
        },
        ...emptied,
        lastEmptying: { id: `yard/${BOOT}/5`, at: emptied.lastEmptiedAt, massG: 1_812_000, by: 'Ans', partner: 'Kringloop Oost' },
      },
    ),
    device(
      { ...container, id: 'box-furniture', name: 'Meubels', stream: 'furniture', fullG: 3_000_000 },
      scale(1_480_000, { stable: false }),
      {
        fill: { ratio: 0.49, band: 'half', basis: 'both' },
        forecast: { at, fill_rate: 12_000, full_g: 3_000_000, full_from: 'set', disagrees: true },
        lastEmptiedAt: at - 40 * MINUTE_MS,
        lastEmptying: { id: `yard/${BOOT}/30`, at: at - 40 * MINUTE_MS, massG: 2_940_000 },
      },
    ),
    device({ ...container, id: 'box-mixed', name: 'Gemengd', stream: 'other' }, scale(212_000, { quality: 'suspect' }), {
      receivedAt: at - 6 * MINUTE_MS,
    }),
    device(intake, scale(0, { grossG: 0, tareG: 0 })),
  ];
}

function othersOf(at: number): DeviceLive[] {
  const tool = (run: 'run' | 'idle' | 'unknown'): State => ({ kind: 'tool', value: { at: at - 3_000, seq: 3, run, quality: 'good' } });
  return [
    device(
      { kind: 'door', id: 'door-yard', name: 'Poort milieustraat' },
      { kind: 'door', value: { at: at - 5_000, seq: 2, in: 214, out: 205, beamA: false, beamB: false, quality: 'good' } },
    ),
    device({ kind: 'tool', id: 'saw', name: 'Cirkelzaag' }, tool('run')),
    device({ kind: 'tool', id: 'sander', name: 'Schuurmachine' }, tool('idle')),
    device({ kind: 'tool', id: 'drill', name: 'Kolomboor' }, tool('unknown')),
    device(
      { kind: 'level', id: 'level-mixed', name: 'Hoogte gemengd', container: 'box-mixed' },
      { kind: 'level', value: { at: at - 9_000, seq: 4, distanceMm: 1_450, fillRatio: 0.38, quality: 'good' } },
    ),
  ];
}

function depositsOf(at: number): DepositNotice[] {
  const rows = [
    [1, 4_250, 'textile'],
    [3, 18_700, 'furniture'],
    [9, 900, undefined],
    [14, 15_100, 'bicycles'],
    [22, 6_400, 'electricals'],
  ] as const;
  return rows.map(([minutes, massG, stream], index) => ({
    id: `yard/${BOOT}/${index}`,
    at: at - minutes * MINUTE_MS,
    node: 'yard',
    device: 'floor',
    massG,
    uncertaintyG: 60,
    divisionG: 50,
    confidence: 0.97,
    counted: true,
    ...(stream === undefined ? {} : { stream }),
  }));
}

/** The same site with nothing wrong: nothing near full, all boxes there, every emptying confirmed. */
export function calmSite(at: number): LiveSnapshot {
  const site = staffSite(at);
  const devices = site.devices.map((one) => {
    const told = one.lastEmptying === undefined ? one : { ...one, lastEmptying: { ...one.lastEmptying, by: 'Ans' } };
    return told.fill?.band === 'nearly_full' ? { ...told, fill: { ...told.fill, ratio: 0.24, band: 'quarter' as const } } : told;
  });
  return { ...site, devices, nodes: site.nodes.map((node) => ({ ...node, faults: [], missing: 0 })), alarms: [] };
}
