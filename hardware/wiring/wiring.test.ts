import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { containerPlatform } from './assemblies/container-platform.ts';
import { doorBeams } from './assemblies/door-beams.ts';
import { toolClamp } from './assemblies/tool-clamp.ts';
import { ASSEMBLIES } from './assemblies.ts';
import type { Assembly, Part } from './assembly.ts';
import { checkAssembly, type FirmwarePins } from './check-assembly.ts';
import { describeAssembly } from './describe-assembly.ts';
import { drawAssembly } from './draw-assembly.ts';
import { parsePinHeader } from './pin-header.ts';

const headerOf = (name: 'scale' | 'tool') => parsePinHeader(readFileSync(new URL(`../firmware/${name}/pins.h`, import.meta.url), 'utf8'));
const PINS: FirmwarePins = { scale: headerOf('scale'), tool: headerOf('tool') };

/** The 40-pin header of the Raspberry Pi: BCM number to pin, from the Raspberry Pi documentation. */
const PI_HEADER: Readonly<Record<string, number>> = { 'BCM 17': 11, 'BCM 27': 13, 'BCM 22': 15, 'BCM 23': 16, GND: 9, '3V3': 1 };

const withNet = (assembly: Assembly, index: number, ends: readonly string[]): Assembly => ({
  ...assembly,
  nets: assembly.nets.map((net, i) => (i === index ? { ...net, ends } : net)),
});

const withTerminal = (assembly: Assembly, end: string, change: object): Assembly => {
  const [partId, terminalId] = end.split('.');
  const terminalsOf = (part: Part) =>
    part.terminals.map((terminal) => (terminal.id === terminalId ? { ...terminal, ...change } : terminal));
  return { ...assembly, parts: assembly.parts.map((part) => (part.id === partId ? { ...part, terminals: terminalsOf(part) } : part)) };
};

describe('parsePinHeader', () => {
  it('reads the pins of both firmwares', () => {
    expect(PINS.scale).toEqual([
      { name: 'PIN_SCK', arduino: 'D8' },
      { name: 'PIN_DOUT1', arduino: 'D2' },
      { name: 'PIN_DOUT2', arduino: 'D3' },
      { name: 'PIN_DOUT3', arduino: 'D4' },
      { name: 'PIN_DOUT4', arduino: 'D5' },
    ]);
    expect(PINS.tool).toContainEqual({ name: 'PIN_FIRST_ANALOG', arduino: 'A0' });
  });
});

describe.each(ASSEMBLIES.map((assembly) => [assembly.id, assembly] as const))('%s', (id, assembly) => {
  it('may be built: no pin twice, no wrong voltage, the pins of the firmware', () => {
    expect(checkAssembly(assembly, PINS)).toEqual([]);
  });

  it('has a picture and a page that are up to date (npx vitest run hardware/wiring -u renews them)', async () => {
    const folder = new URL('../../docs/handleiding/bedrading/', import.meta.url);
    await expect(drawAssembly(assembly)).toMatchFileSnapshot(new URL(`${id}.svg`, folder).pathname);
    await expect(describeAssembly(assembly)).toMatchFileSnapshot(new URL(`${id}.md`, folder).pathname);
  });
});

describe('checkAssembly refuses', () => {
  it('a pin that is used twice', () => {
    const index = containerPlatform.nets.findIndex(({ name }) => name === 'data 2');
    expect(checkAssembly(withNet(containerPlatform, index, ['hx2.dout', 'board.dout1']), PINS)).toEqual([
      'board.dout1 is used twice: by "data 1" and by "data 2".',
    ]);
  });

  it('24 V on an input of the Pi that stands 3.3 V', () => {
    expect(checkAssembly(withTerminal(doorBeams, 'opto.out1', { volts: 24 }), PINS)).toEqual([
      'Net "lijn A": opto.out1 gives 24 V, pi.bcm17 stands 3.3 V.',
    ]);
  });

  it('a supply that is too low, a part without supply and one without ground', () => {
    expect(checkAssembly(withTerminal(doorBeams, 'psu.v24', { volts: 5 }), PINS)).toHaveLength(2);
    const cut = { ...doorBeams, nets: doorBeams.nets.filter(({ name }) => !name.includes('3,3 V')) };
    expect(checkAssembly(cut, PINS)).toEqual(['opto.vcc has no supply.']);
    const loose = { ...toolClamp, nets: toolClamp.nets.filter(({ name }) => name !== 'massa') };
    expect(checkAssembly(loose, PINS)).toEqual(['bias has no ground.']);
  });

  it('two outputs on a wire, kinds that do not belong together, and an end that is not there', () => {
    const index = doorBeams.nets.findIndex(({ name }) => name === 'straal A');
    const [two = ''] = checkAssembly(withNet(doorBeams, index, ['beamA.out', 'beamB.out', 'opto.in1']), PINS).slice(1);
    expect(two).toBe('Net "straal A" joins two outputs: beamA.out, beamB.out.');
    expect(checkAssembly(withNet(doorBeams, index, ['psu.gnd', 'opto.in1']), PINS).join(' ')).toContain(
      'joins kinds that do not belong together',
    );
    expect(checkAssembly(withNet(doorBeams, index, ['beamA.out', 'opto.in9']), PINS).join(' ')).toContain(
      'names opto.in9, which is not there',
    );
  });

  it('a pin that is not the one of the firmware, or its serial line', () => {
    expect(checkAssembly(withTerminal(containerPlatform, 'board.sck', { label: 'D9' }), PINS)).toEqual([
      'board.sck is D9, the firmware has PIN_SCK on D8.',
    ]);
    expect(checkAssembly(withTerminal(toolClamp, 'board.a0', { label: 'D1', firmwarePin: undefined }), PINS)).toEqual([
      'board.a0: D1 is the serial line of the board.',
    ]);
  });
});

describe('the door', () => {
  it('names the right places on the header of the Raspberry Pi', () => {
    const labels = doorBeams.parts.find(({ id }) => id === 'pi')?.terminals.map(({ label }) => label) ?? [];
    expect(labels).toHaveLength(4);
    for (const label of labels) {
      const [, name = '', pin] = /^(.*) \(pen (\d+)\)$/u.exec(label) ?? [];
      expect(PI_HEADER[name]).toBe(Number(pin));
    }
  });
});
