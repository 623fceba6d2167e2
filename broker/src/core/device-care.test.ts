import type { NodeMeta } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { openHubDb } from '../adapters/hub-db/hub-db.ts';
import { createDeviceCare } from './device-care.ts';
import { type LiveChange, LiveModel } from './live-model.ts';

const NOW = Date.UTC(2026, 5, 1, 10);
const site = { id: 'zuid', name: 'Zuid', timeZone: 'Europe/Amsterdam' };
const box = { id: 'box', name: 'Textiel', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4 } as const;
const meta: NodeMeta = {
  contract: 1,
  name: 'Hal',
  version: '1',
  simulated: false,
  devices: [box, { id: 'saw', name: 'Zaag', kind: 'tool' }],
};

function desk() {
  const db = openHubDb(':memory:');
  const told: LiveChange[] = [];
  const open = (live: LiveModel) =>
    createDeviceCare({ log: db.staff.care, live, push: (changes) => void told.push(...changes), nowMs: () => NOW });
  const live = new LiveModel(site);
  live.meta('yard', meta);
  const names = (of = live): readonly string[] => of.snapshot(NOW).devices.map((device) => device.meta.name);
  return { live, open, care: open(live), told, names };
}

describe('care of a device', () => {
  it('gives it another name on the screens, until it gets its own back', () => {
    const { care, names } = desk();
    care.change('yard', 'saw', { name: 'Cirkelzaag' });
    expect(names()).toEqual(['Textiel', 'Cirkelzaag']);
    care.change('yard', 'saw', { name: null });
    expect(names()).toEqual(['Textiel', 'Zaag']);
  });

  it('takes it off every screen, tells so once, and brings it back', () => {
    const { care, live, names, told } = desk();
    care.change('yard', 'saw', { retired: true });
    expect(names()).toEqual(['Textiel']);
    expect(told).toMatchObject([{ type: 'device', value: { meta: { id: 'saw' }, retiredAt: NOW } }]);
    const state = { kind: 'tool', value: { at: NOW, seq: 1, run: 'run', quality: 'good' } } as const;
    expect(live.state({ node: 'yard', device: 'saw', state, nowMs: NOW })).toEqual([]);
    expect(care.retired()).toEqual([{ node: 'yard', device: 'saw', name: 'Zaag', retiredAt: NOW }]);
    care.change('yard', 'saw', { retired: false });
    expect(names()).toEqual(['Textiel', 'Zaag']);
    expect(care.retired()).toEqual([]);
  });

  it('outlives a start of the hub and a new description of the node', () => {
    const { care, open, live, names } = desk();
    care.change('yard', 'saw', { name: 'Cirkelzaag' });
    care.change('yard', 'box', { retired: true });
    live.meta('yard', { ...meta, devices: [box] });
    live.meta('yard', meta);
    expect(names()).toEqual(['Cirkelzaag']);
    const again = new LiveModel(site);
    again.meta('yard', meta);
    open(again).rebuild();
    expect(names(again)).toEqual(['Cirkelzaag']);
  });

  it('keeps a log of who did what, newest first', () => {
    const { care } = desk();
    care.note({ node: 'yard', device: 'box' }, 'Ans', { what: 'cleaned', text: '' });
    care.note({ node: 'yard', device: 'box' }, 'Kees', { what: 'replaced', text: 'nieuwe cel linksvoor' });
    expect(care.notes('yard', 'box')).toEqual([
      { at: NOW, by: 'Kees', what: 'replaced', text: 'nieuwe cel linksvoor' },
      { at: NOW, by: 'Ans', what: 'cleaned', text: '' },
    ]);
  });

  it('is refused for a device nobody knows', () => {
    const { care } = desk();
    expect(() => care.change('yard', 'nothing', { retired: true })).toThrow(
      expect.objectContaining({ code: 'KW_DEVICE_UNKNOWN' }) as Error,
    );
  });
});
