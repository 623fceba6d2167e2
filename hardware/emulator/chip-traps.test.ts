import { assemble } from 'avr8js/dist/cjs/utils/assembler.js';
import { describe, expect, it } from 'vitest';
import { AvrBoard } from './avr-board.ts';

/** Interrupt vectors in bytes: INT0, pin change of port D, USART data register empty. */
const INT0 = 4;
const PCINT2 = 20;
const UDRE = 76;
/** Start of the programs: behind the vectors. */
const START = 128;

const ISR_R21 = 'isr: inc r21\nreti';

/** A board with a small program; `vector` jumps to the label `isr`. */
function boardWith(vector: number, program: string): AvrBoard {
  const { bytes, errors } = assemble(`jmp main\n_LOC ${vector}\njmp isr\n_LOC ${START}\n${program}\n`);
  expect(errors).toEqual([]);
  const flash = new Uint8Array(0x8000).fill(0xff);
  flash.set(bytes);
  return new AvrBoard({ flash });
}

const register = (board: AvrBoard, index: number): number => board.chip.cpu.data[index] ?? -1;

const USART_ON = `ldi r16, 16\nsts 0xc4, r16\nldi r16, 2\nsts 0xc0, r16`;
/** About 1.2 ms: over ten characters at 115200. */
const PAUSE = `ldi r24, 25\nouter: ldi r25, 255\ninner: dec r25\nbrne inner\ndec r24\nbrne outer`;
const ECHO = `echo: lds r16, 0xc0\nsbrs r16, 7\nrjmp echo\nlds r17, 0xc6\nsts 0xc6, r17\nrjmp echo`;

async function talk(board: AvrBoard, text: string): Promise<string> {
  let heard = '';
  board.uart.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
  });
  board.uart.write(text);
  await new Promise(setImmediate);
  board.runMs(5);
  await new Promise(setImmediate);
  return heard;
}

describe('the traps of avr8js', () => {
  it('runs one more instruction after SEI, so that sei-sleep loses no wake-up', () => {
    const board = boardWith(
      PCINT2,
      `main: ldi r16, 4\nsts 0x68, r16\nsts 0x6d, r16\nldi r16, 1\nout 0x33, r16
       sbi 0x0a, 2\nsbi 0x0b, 2\nsei\nsleep\nldi r20, 66\nend: rjmp end\n${ISR_R21}`,
    );
    board.runMs(1);
    expect([register(board, 21), register(board, 20)]).toEqual([1, 66]);
  });

  it('runs one more instruction after RETI, so that the main program is not starved', () => {
    // The pin change is made again inside its own interrupt: without the delay only the interrupt would run.
    const board = boardWith(
      PCINT2,
      `main: ldi r16, 4\nsts 0x68, r16\nsts 0x6d, r16\nsbi 0x0a, 2\nsbi 0x0b, 2\nsei\nend: inc r20\nrjmp end\nisr: sbi 0x09, 2\nreti`,
    );
    board.runMs(0.01);
    expect(register(board, 20)).toBeGreaterThan(3);
  });

  it('sleeps at SLEEP until an interrupt', () => {
    const board = boardWith(
      PCINT2,
      `main: ldi r16, 4\nsts 0x68, r16\nsts 0x6d, r16\nldi r16, 1\nout 0x33, r16\nsei\nend: sleep\ninc r20\nrjmp end\n${ISR_R21}`,
    );
    board.runMs(1000);
    expect([register(board, 20), board.asleep]).toEqual([0, true]);
    for (const high of [true, false, true]) {
      board.chip.ports.D.setPin(2, high);
      board.runMs(100);
    }
    expect([register(board, 20), register(board, 21)]).toEqual([3, 3]);
  });

  it('takes SLEEP for nothing when sleep is not enabled, and refuses deeper sleep than idle', () => {
    const awake = boardWith(PCINT2, `main: sleep\ninc r20\nend: rjmp end\n${ISR_R21}`);
    awake.runMs(1);
    expect(register(awake, 20)).toBe(1);
    const deep = boardWith(PCINT2, `main: ldi r16, 5\nout 0x33, r16\nsleep\nend: rjmp end\n${ISR_R21}`);
    expect(() => deep.runMs(1)).toThrow('sleep modes other than idle');
  });

  it('gives a level interrupt no memory: INT0 does not come again after the pin is high', () => {
    // The interrupt switches itself off; the main program switches it on while the pin is high.
    const board = boardWith(
      INT0,
      `main: sei\nagain: sbis 0x09, 2\nrjmp again\nsbic 0x1d, 0\nrjmp again\nldi r16, 1\nout 0x1d, r16\nrjmp again\nisr: inc r21\nldi r17, 0\nout 0x1d, r17\nreti`,
    );
    const { D } = board.chip.ports;
    D.setPin(2, true);
    board.runMs(1);
    for (const high of [false, true, false, true]) {
      D.setPin(2, high);
      board.runMs(1);
    }
    expect(register(board, 21)).toBe(2);
  });

  it('remembers a pin change from before its interrupt was switched on', () => {
    const board = boardWith(
      PCINT2,
      `main: ldi r16, 4\nsts 0x6d, r16\nsbi 0x0a, 2\nsbi 0x0b, 2\nsei\nnop\nsts 0x68, r16\nend: rjmp end\n${ISR_R21}`,
    );
    board.runMs(1);
    expect(register(board, 21)).toBe(1);
  });

  it('holds three received bytes and reports an overrun instead of overwriting', async () => {
    const program = `main: ${USART_ON}\nldi r16, 24\nsts 0xc1, r16\n${PAUSE}\n${ECHO}\n${ISR_R21}`;
    const three = boardWith(PCINT2, program);
    expect(await talk(three, 'abc')).toBe('abc');
    expect(three.chip.usart.overruns).toBe(0);
    const five = boardWith(PCINT2, program);
    expect(await talk(five, 'abcde')).toBe('abc');
    expect(five.chip.usart.overruns).toBe(2);
  });

  it('keeps a received byte when the control register is written', async () => {
    const board = boardWith(
      PCINT2,
      `main: ${USART_ON}\nldi r16, 24\nsts 0xc1, r16\n${PAUSE}\nldi r16, 24\nsts 0xc1, r16\n${ECHO}\n${ISR_R21}`,
    );
    expect(await talk(board, 'k')).toBe('k');
  });

  it('keeps "data register empty" until the register is written', async () => {
    // The interrupt sends r18 once; when it has nothing to send it switches itself off, and is switched on again later.
    const board = boardWith(
      UDRE,
      `main: ${USART_ON}\nldi r18, 65\nsei\nldi r16, 40\nsts 0xc1, r16\n${PAUSE}\nldi r18, 66\nldi r16, 40\nsts 0xc1, r16\nend: rjmp end
       isr: cpi r18, 0\nbrne send\nldi r16, 8\nsts 0xc1, r16\nreti\nsend: sts 0xc6, r18\nldi r18, 0\nreti`,
    );
    expect(await talk(board, '')).toBe('AB');
  });

  it('has the 2 kB of SRAM of the chip, so that a stack overflow shows', () => {
    expect(boardWith(PCINT2, `main: rjmp main\n${ISR_R21}`).chip.cpu.data).toHaveLength(0x900);
  });

  it('refuses timer modes it does not emulate', () => {
    const board = boardWith(PCINT2, `main: ldi r16, 1\nsts 0x81, r16\nend: rjmp end\n${ISR_R21}`);
    expect(() => board.runMs(1)).toThrow('Timer 1: other modes than clear on compare is not emulated');
  });
});
