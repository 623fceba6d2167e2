import { type ReadonlySignal, signal } from '@preact/signals';
import { type DeviceRef, sendCommand } from './command.ts';
import { createTask, type TaskState } from './task.ts';

/** A guided calibration as one person goes through it; the node holds the measured points. */
export interface CalibrationGuide {
  readonly at: ReadonlySignal<'empty' | 'mass' | 'done'>;
  /** Known masses measured so far, in grams. */
  readonly pointsG: ReadonlySignal<readonly number[]>;
  readonly status: ReadonlySignal<TaskState>;
  /** Tells the node that the scale is empty. */
  readonly begin: () => Promise<void>;
  /** Measures a known mass in grams, over the whole scale or on one corner, counted from 0. */
  readonly measure: (massG: number, corner?: number) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly cancel: () => Promise<void>;
}

/** Starts at the empty scale; nothing is sent until a person acts. */
export function createCalibrationGuide(to: DeviceRef): CalibrationGuide {
  const at = signal<'empty' | 'mass' | 'done'>('empty');
  const pointsG = signal<readonly number[]>([]);
  const task = createTask((args: Record<string, string | number>) => sendCommand(to, 'calibrate', args));
  return {
    at,
    pointsG,
    status: task.status,
    begin: async () => {
      if (await task.run({ step: 'start' })) at.value = 'mass';
    },
    measure: async (massG, corner) => {
      if (await task.run(corner === undefined ? { step: 'point', massG } : { step: 'corner', corner, massG })) pointsG.value = [...pointsG.value, massG];
    },
    finish: async () => {
      if (await task.run({ step: 'finish' })) at.value = 'done';
    },
    cancel: async () => {
      // Whether or not the node still knew of it, the person wants out.
      await task.run({ step: 'cancel' });
      task.reset();
      pointsG.value = [];
      at.value = 'empty';
    },
  };
}
