import { Duplex } from 'node:stream';
import { KwError } from '@kringwijzer/contract';
import type { OpenSerial } from '@kringwijzer/firmware-bridge';
import { createScaleBoard, type ScaleBoard } from '@kringwijzer/hardware/emulator';
import type { Site } from '@kringwijzer/hardware/simulator';

/** A scale board per scale of a simulated site: the committed firmware runs on an emulated chip, the site's physics is its bridge voltage. */
export interface EmulatedBoards {
  /** Path that `openSerial` knows for a scale, as the node's configuration names it. */
  readonly pathOf: (scaleId: string) => string;
  readonly openSerial: OpenSerial;
  readonly start: (speed: number) => void;
  readonly stop: () => void;
}

/** Builds the boards at power-on; site time is `startAt` plus the time a board has run. */
export function emulatedBoards(site: Site, startAt: number): EmulatedBoards {
  const pathOf = (scaleId: string): string => `emulated:${scaleId}`;
  const boards = new Map<string, ScaleBoard>();
  site.scales.forEach((scale, index) => {
    const input = ({ channel, atMs }: { channel: number; atMs: number }): number =>
      site.bridgeMillivolts(scale.id, channel - 1, Math.round(startAt + atMs));
    boards.set(pathOf(scale.id), createScaleBoard({ channels: scale.cells, amplifiers: scale.cells, sps: 10, input, boardId: index + 1 }));
  });
  return {
    pathOf,
    openSerial: (path) => {
      const board = boards.get(path);
      if (board === undefined) return Promise.reject(new KwError('KW_SERIAL_OPEN', { path, reason: 'no such emulated board' }));
      return Promise.resolve(lineTo(board));
    },
    start: (speed) => {
      for (const board of boards.values()) board.start({ speed });
    },
    stop: () => {
      for (const board of boards.values()) board.stop();
    },
  };
}

/** A line of its own to the board: closing it leaves the board running, as pulling a plug does. */
function lineTo(board: ScaleBoard): Duplex {
  const receive = (bytes: Buffer): void => void line.push(bytes);
  const line = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => void board.uart.write(bytes, done),
    destroy: (error, done) => {
      board.uart.off('data', receive);
      done(error);
    },
  });
  board.uart.on('data', receive);
  return line;
}
