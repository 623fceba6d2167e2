import { containerPlatform } from './assemblies/container-platform.ts';
import { doorBeams } from './assemblies/door-beams.ts';
import { floorScale } from './assemblies/floor-scale.ts';
import { kiosk } from './assemblies/kiosk.ts';
import { levelSensor } from './assemblies/level-sensor.ts';
import { toolClamp } from './assemblies/tool-clamp.ts';
import type { Assembly } from './assembly.ts';

/** Everything a site can be built from. */
export const ASSEMBLIES: readonly Assembly[] = [containerPlatform, floorScale, doorBeams, toolClamp, levelSensor, kiosk];
