import type { AlarmKind } from '@kringwijzer/contract';
import timer from 'lucide-static/icons/alarm-clock.svg?raw';
import clock from 'lucide-static/icons/clock-alert.svg?raw';
import disk from 'lucide-static/icons/hard-drive.svg?raw';
import moon from 'lucide-static/icons/moon.svg?raw';
import scale from 'lucide-static/icons/scale.svg?raw';
import full from 'lucide-static/icons/trash-2.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import unplug from 'lucide-static/icons/unplug.svg?raw';
import weight from 'lucide-static/icons/weight.svg?raw';
import wrench from 'lucide-static/icons/wrench.svg?raw';

const ICONS: Readonly<Record<AlarmKind, string>> = {
  after_hours: moon,
  overload: weight,
  full,
  nearly_full: full,
  full_before: timer,
  no_data: unplug,
  node_offline: unplug,
  dead_cell: alert,
  beam_stuck: alert,
  sensor_fault: alert,
  disk,
  clock,
  records_missing: alert,
  calibration_due: scale,
  tool_service: wrench,
};

/** Picture of a kind of alarm. */
export const kindIcon = (kind: AlarmKind): string => ICONS[kind];
