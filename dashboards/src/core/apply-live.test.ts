import type { LiveSnapshot } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { calmSite, staffSite } from '../../../test/support/staff-site.ts';
import { applyLive, type LiveData } from './apply-live.ts';
import { attentionOf, isSilent, NO_DATA_AFTER_MS } from './attention.ts';

const at = Date.UTC(2026, 10, 21, 13, 5);
const start = (): LiveData => {
  const data = applyLive(undefined, { name: 'snapshot', value: staffSite(at) }, at - 3_000);
  if (data === undefined) throw new Error('a snapshot gives data');
  return data;
};

describe('applyLive', () => {
  it('knows from the snapshot how far the hub clock is ahead', () => {
    expect(start().skewMs).toBe(3_000);
  });

  it('waits for a snapshot before anything else', () => {
    expect(applyLive(undefined, { name: 'totals', value: staffSite(at).totals }, at)).toBeUndefined();
  });

  it('replaces a device in its place and adds one that is new', () => {
    const data = start();
    const [first] = data.snapshot.devices;
    if (first === undefined) throw new Error('the site has devices');
    const changed = applyLive(data, { name: 'device', value: { ...first, receivedAt: at + 1 } }, at);
    expect(changed?.snapshot.devices[0]?.receivedAt).toBe(at + 1);
    expect(changed?.snapshot.devices).toHaveLength(data.snapshot.devices.length);
    const added = applyLive(data, { name: 'device', value: { ...first, node: 'other' } }, at);
    expect(added?.snapshot.devices).toHaveLength(data.snapshot.devices.length + 1);
    expect(data.snapshot.devices[0]).toBe(first);
  });

  it('puts the newest gift first, keeps twenty, and shows none twice', () => {
    const data = start();
    const [first] = data.snapshot.deposits;
    if (first === undefined) throw new Error('the site has gifts');
    let next: LiveData | undefined = data;
    for (let n = 0; n < 30; n += 1) next = applyLive(next, { name: 'deposit', value: { ...first, id: `x/${n}` } }, at);
    next = applyLive(next, { name: 'deposit', value: { ...first, id: 'x/29', massG: 1 } }, at);
    expect(next?.snapshot.deposits).toHaveLength(20);
    expect(next?.snapshot.deposits.slice(0, 2).map(({ id, massG }) => [id, massG])).toEqual([
      ['x/29', 1],
      ['x/28', first.massG],
    ]);
  });

  it('takes over totals and nodes', () => {
    const totals = { ...staffSite(at).totals, todayG: 5 };
    const node = { node: 'yard', name: 'Nieuw', simulated: false, missing: 0, faults: [] };
    const next = applyLive(applyLive(start(), { name: 'totals', value: totals }, at), { name: 'node', value: node }, at);
    expect([next?.snapshot.totals.todayG, next?.snapshot.nodes.map(({ name }) => name)]).toEqual([5, ['Nieuw', 'Meetkast winkel']]);
  });
});

describe('attention', () => {
  const kinds = (site: LiveSnapshot, nowMs = at): readonly string[] =>
    attentionOf(site, nowMs).map(({ level, about }) => `${level} ${about.kind}`);

  it('asks nothing of anybody on a calm site', () => {
    expect(kinds(calmSite(at))).toEqual([]);
  });

  it('tells faults before what can wait', () => {
    expect(kinds(staffSite(at))).toEqual(['bad fault', 'warn missing', 'warn nearly_full']);
  });

  it('calls a device silent after 15 minutes, to the millisecond', () => {
    const [device] = calmSite(at).devices;
    if (device?.receivedAt === undefined) throw new Error('the site has values');
    expect(isSilent(device, device.receivedAt + NO_DATA_AFTER_MS - 1)).toBe(false);
    expect(isSilent(device, device.receivedAt + NO_DATA_AFTER_MS)).toBe(true);
    const { receivedAt: _, ...never } = device;
    expect(isSilent(never, at)).toBe(true);
  });

  it('tells a lost node once and not each of its silent devices', () => {
    const site = calmSite(at);
    const nodes = site.nodes.map((node) =>
      node.node === 'yard' ? { ...node, status: { state: 'lost' as const, boot: '0123456789abcdef', version: '1', at } } : node,
    );
    expect(kinds({ ...site, nodes }, at + NO_DATA_AFTER_MS)).toEqual(['bad node_lost']);
  });

  it('says when a value is bad, and when a container is full', () => {
    const site = calmSite(at);
    const [first, second, ...rest] = site.devices;
    if (first?.state?.kind !== 'scale' || second === undefined) throw new Error('the site has scales');
    const bad = { ...first, state: { kind: 'scale' as const, value: { ...first.state.value, quality: 'bad' as const } } };
    const full = { ...second, fill: { ratio: 1, band: 'full' as const, basis: 'mass' as const } };
    expect(kinds({ ...site, devices: [bad, full, ...rest] })).toEqual(['bad bad_value', 'bad full']);
  });
});
