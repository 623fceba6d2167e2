export type { CoreOutput, DeviceCore, Step, Tick } from './device-core.ts';
export * from './door/door-config.ts';
export { type DoorState, doorCore, doorMemory, type Passage } from './door/door-core.ts';
export * from './door/occupancy.ts';
export * from './level/level-core.ts';
export * from './scale/scale-config.ts';
export type * from './scale/scale-input.ts';
export * from './tool/tool-config.ts';
export { type ToolState, toolCore, toolMemory } from './tool/tool-core.ts';
