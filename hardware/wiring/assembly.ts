/** What a terminal is for; decides what may be joined to it. */
export type TerminalRole = 'supplyOut' | 'supplyIn' | 'ground' | 'signalOut' | 'signalIn' | 'signalBoth' | 'shield' | 'earth' | 'plug';

/** A place to connect a wire. */
export interface Terminal {
  readonly id: string;
  /** As printed on the part. */
  readonly label: string;
  readonly role: TerminalRole;
  /** Side of the picture where the wire leaves. */
  readonly side: 'left' | 'right';
  /** Volts an output gives, or the highest an input stands. A supply input takes `minVolts`..`volts`. Not for plugs, shields and earth. */
  readonly volts?: number;
  readonly minVolts?: number;
  /** The name of this pin in the firmware's pins.h, for a pin of one of our boards. */
  readonly firmwarePin?: string;
}

/** Something that is bought or made. */
export interface Part {
  readonly id: string;
  /** Dutch, as in the picture. */
  readonly name: string;
  /** Dutch: what to look for when buying. Parts with the same text are counted together. */
  readonly specification: string;
  /** Dutch: what does as well. */
  readonly alternatives?: string;
  /** Column of the picture from the left, and place in it. */
  readonly column: number;
  readonly terminals: readonly Terminal[];
  /** The firmware whose pins.h names the pins of this part. */
  readonly firmware?: 'scale' | 'tool';
}

/** Wires that are joined to each other; drawn as one line with branches. */
export interface Net {
  /** Dutch, short: what it carries. */
  readonly name: string;
  readonly colour: WireColour;
  /** Each `part.terminal`; at least two, all facing the same gap between two columns. */
  readonly ends: readonly string[];
}

/** Wire colours with their Dutch name and how they are drawn. */
export const WIRE_COLOURS = {
  red: { name: 'rood', ink: '#c62828' },
  black: { name: 'zwart', ink: '#1f2328' },
  green: { name: 'groen', ink: '#2e7d32' },
  white: { name: 'wit', ink: '#8a8f98' },
  blue: { name: 'blauw', ink: '#1565c0' },
  yellow: { name: 'geel', ink: '#b58900' },
  orange: { name: 'oranje', ink: '#d9610b' },
  purple: { name: 'paars', ink: '#7b3fa0' },
  brown: { name: 'bruin', ink: '#795548' },
  cable: { name: 'kabel', ink: '#455a64' },
} as const;

type WireColour = keyof typeof WIRE_COLOURS;

/** Loose things beside the wired parts: boxes, glands, screws. */
interface Extra {
  readonly count: number;
  readonly name: string;
  readonly specification: string;
}

/** One thing to build: its parts, its wires and what to mind. Texts are Dutch, for the installer. */
export interface Assembly {
  /** File name of the picture and the page. */
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly parts: readonly Part[];
  readonly nets: readonly Net[];
  readonly extras: readonly Extra[];
  readonly notes: readonly string[];
}
