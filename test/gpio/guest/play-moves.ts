import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { PlannedDriver } from '../plan.ts';
import type { SimChip } from './sim-chip.ts';

const LIMIT_MS = 60_000;

/** The shell lines that move the beams of a scenario; the pulls come from a process of their own, as light does. */
export function movesScript(moves: string, levelMs: number, pull: (beam: string, broken: boolean) => string): string {
  const steps = moves.split(' ').filter((move) => move !== '');
  return steps
    .map((move) => {
      if (/^\d+$/u.test(move)) return `usleep ${Number(move) * 1_000}`;
      return `${pull(move.slice(0, 1), move.endsWith('+'))}; usleep ${levelMs * 1_000}`;
    })
    .join('\n');
}

/** Plays the moves on the lines of a door. Rejects with Error when a pull fails. */
export async function playMoves(chip: SimChip, driver: PlannedDriver, play: { readonly moves: string; readonly levelMs: number }) {
  const pull = (beam: string, broken: boolean): string => {
    const way = broken === driver.activeLow ? 'pull-down' : 'pull-up';
    return `echo ${way} > ${chip.pullFile(beam === 'a' ? driver.lineA : driver.lineB)}`;
  };
  await promisify(execFile)('/bin/sh', ['-ec', movesScript(play.moves, play.levelMs, pull)], { timeout: LIMIT_MS });
}

/** Frees both beams; a line the chip does not have is nobody's beam. */
export function freeBeams(chip: SimChip, { lineA, lineB, activeLow }: PlannedDriver): void {
  const files = [lineA, lineB].map((line) => chip.pullFile(line)).filter((file) => existsSync(file));
  for (const file of files) writeFileSync(file, activeLow ? 'pull-up' : 'pull-down');
}
