import { diskWords, faultWordsOf, type PairTable } from './fault-pairs.ts';
import type { KindWords } from './kind-words.ts';

const TABLE: PairTable = {
  KW_CELL_DEAD: ['a load cell is dead', 'Check its wires. Replace the load cell if that does not help.'],
  KW_AMPLIFIER_MISSING: ['a load cell gives no signal', 'Check the wires of the load cell.'],
  KW_AMPLIFIER_STUCK: ['a load cell stands still', 'Check the wires, and whether something is stuck under the scale.'],
  KW_AMPLIFIER_SATURATED: ['a load cell is at its limit', 'Take weight off. If that does not help, a wire is broken.'],
  KW_BEAM_BLOCKED: ['the light beam has long been broken', 'Remove what stands in front of it and clean the lens.'],
  KW_BEAM_SILENT: ['the light beam counts nobody any more', 'Walk through it. No count? Check cable and power.'],
  KW_SPOOL_FULL: ['the memory is full', 'Restore the connection to the hub. Gifts do not get lost.'],
  KW_SPOOL_DISK: ['the memory card cannot be written', 'Replace the memory card soon: measurements can get lost.'],
  KW_SERIAL_GONE: ['the sensor board is unplugged', 'Plug the USB cable back in. It goes on by itself.'],
  KW_SERIAL_OPEN: ['the sensor board cannot be reached', 'Check the USB cable. If it stays so, call the administrator.'],
  KW_SERIAL_SILENT: ['the sensor board says nothing', 'Check the power of the sensor board.'],
  KW_LINE_CORRUPT: ['the signal is disturbed', 'Check the cable. Is it beside a motor? Move it away.'],
  KW_CELL_BINDING: ['the scale is stuck', 'Remove what lies under it or presses against it.'],
  KW_NO_SAMPLES: ['the sensor sends nothing', 'Check the cable and power of the sensor.'],
  KW_TOOL_SILENT: ['the sensor of the machine says nothing', 'Check the clamp around the cable of the machine.'],
  KW_LEVEL_INVALID: ['the level sensor sees nothing useful', 'Clean its lens and check that nothing hangs in front.'],
};
const other = (code: string): readonly [string, string] => ['there is a fault', `Call the administrator and tell the code ${code}.`];

/** English, kept plain for people who learned it as a second language. */
export const enWords: KindWords = {
  after_hours: ({ name, is, number, moment }) => ({
    title: is('what', 'removal')
      ? `${name}: ${number('kg')} kg taken off at ${moment('at')}, outside opening hours`
      : `${name}: ${number('kg')} kg put on at ${moment('at')}, outside opening hours`,
    todo: 'Go and look, or call somebody nearby. Was it a colleague? Then tap Seen.',
  }),
  overload: ({ name }) => ({ title: `${name} carries too much`, todo: 'Take weight off now, or the scale will break.' }),
  full: ({ name }) => ({ title: `${name} is full`, todo: 'Have it emptied. Put another bin there until then.' }),
  nearly_full: ({ name }) => ({ title: `${name} is nearly full`, todo: 'Plan an emptying.' }),
  full_before: ({ name, is, moment }) => ({
    title: `${name} will be full before ${is('what', 'pickup') ? 'the pickup' : 'the next opening'} (${moment('horizon')})`,
    todo: `It will probably be full at ${moment('likely')}. Have it emptied earlier.`,
  }),
  no_data: ({ name, moment }) => ({
    title: `${name} has sent nothing since ${moment('since')}`,
    todo: 'Look for yourself how full it is. Check the cable and power of the sensor.',
  }),
  node_offline: ({ name, moment }) => ({
    title: `${name} has been gone since ${moment('since')}`,
    todo: 'Check power and network of the sensor box. It keeps its measurements.',
  }),
  dead_cell: ({ name, code }) => faultWordsOf(TABLE, name, code, other),
  beam_stuck: ({ name, code }) => faultWordsOf(TABLE, name, code, other),
  sensor_fault: ({ name, code }) => faultWordsOf(TABLE, name, code, other),
  disk: ({ name, code, number }) =>
    diskWords(TABLE, { name, code, freeMb: number('freeMb') }, (free, of) => ({
      title: of === '' ? `The hub has ${free} MB left` : `${of} has ${free} MB left`,
      todo: 'Call the administrator: make room or replace the disk. Otherwise nothing can be kept any more.',
    })),
  clock: ({ name }) => ({
    title: `${name}: the clock is not right`,
    todo: 'Check the internet of the sensor box. Times are corrected later.',
  }),
  records_missing: ({ name, number }) => ({
    title: `${name}: ${number('count')} measurements of today are missing`,
    todo: 'Leave the sensor box on: what it still has comes by itself. If it stays so, call the administrator.',
  }),
  calibration_due: ({ name, number }) => ({
    title: `${name} was calibrated ${number('days')} days ago`,
    todo: 'Calibrate again: Devices, the scale, Calibrate. Bring a known mass.',
  }),
  tool_service: ({ name, number }) => ({
    title: `${name} needs maintenance: it ran ${number('hours')} hours`,
    todo: `Do the maintenance of every ${number('limit')} hours. Then tap Maintenance done in the alert settings.`,
  }),
};
