export { AvrBoard, type AvrBoardOptions, type BoardPart } from './avr-board.ts';
export { type FirmwareFile, type FirmwareName, readFirmware } from './firmware-file.ts';
export { countsOf, FULL_SCALE_MV, type Hx711Fault, type Hx711Gain } from './hx711.ts';
export { parseIntelHex } from './intel-hex.ts';
export type { PacerOptions } from './pacer.ts';
export { linkPty, type PtyLink } from './pty-link.ts';
export { type BridgeQuestion, createScaleBoard, ScaleBoard, type ScaleBoardOptions } from './scale-board.ts';
export { type AnalogInput, createToolBoard, ToolBoard, voltsOfCounts } from './tool-board.ts';
export type { UartDuplex } from './uart-duplex.ts';
