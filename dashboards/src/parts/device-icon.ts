import type { DeviceKind } from '@kringwijzer/contract';
import door from 'lucide-static/icons/door-open.svg?raw';
import tool from 'lucide-static/icons/drill.svg?raw';
import level from 'lucide-static/icons/ruler.svg?raw';
import scale from 'lucide-static/icons/scale.svg?raw';

/** The picture of each kind of device. */
export const DEVICE_ICON: Readonly<Record<DeviceKind, string>> = { scale, door, tool, level };
