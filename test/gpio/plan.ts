/** Settings of the beams of a scenario: what a door's `driver` says in the configuration of a node. */
export interface PlannedDriver {
  readonly type: 'gpio';
  readonly backend: 'auto' | 'onoff' | 'gpiomon';
  readonly chip: string;
  readonly lineA: number;
  readonly lineB: number;
  readonly activeLow: boolean;
}

/**
 * One scenario for the guest. `moves` are words: `a+` breaks beam A, `a-` frees it, a number waits that many ms; between two
 * moves lie `levelMs`. The simulator's own interrupts merge faster ones, so levels are 50 ms or longer.
 */
export interface Scenario {
  readonly name: string;
  readonly driver: PlannedDriver;
  readonly moves: string;
  readonly levelMs: number;
  /** What another process did to the lines before: was killed while it had them open, holds line B, or hid GPIO in sysfs. */
  readonly before?: 'killed' | 'holds-b' | 'no-sysfs';
}

/** What the guest saw in a scenario. */
export interface Seen {
  readonly name: string;
  /** How the beams were opened; undefined when they were not. */
  readonly via: string | undefined;
  readonly fault: string | undefined;
  /** Edges as they came out of the driver, in the words of `moves`. */
  readonly edges: string;
  /** Crossings as they came out of the door core. */
  readonly passages: string;
  /** Pulses the core knows it missed. */
  readonly missed: number;
  /** Lines exported in sysfs when the driver started, while it ran and after it stopped. */
  readonly exported: { readonly before: readonly string[]; readonly during: readonly string[]; readonly after: readonly string[] };
}

/** Where the guest has the programs of the package of the node. */
export const PACKAGED_PROGRAMS = '/usr/lib/kringwijzer-node/programs';

/** What the node of the package did with a walk through its beams. */
export interface PackagedSeen {
  /** Its exit code after SIGTERM. */
  readonly code: number | null;
  readonly via: string | undefined;
  /** Its last words when it did not end well. */
  readonly said: string;
  /** People it recorded. */
  readonly in: number;
  readonly out: number;
}

/** A GPIO chip of the guest as the node's own code found it. */
export interface SeenChip {
  readonly label: string;
  readonly base: number;
  readonly lines: number;
}

/** Everything the guest tells, one JSON object a line on its console behind `MARK`. */
export type GuestLine =
  | { readonly chips: readonly SeenChip[]; readonly kernel: string }
  | { readonly seen: Seen }
  | { readonly packaged: PackagedSeen };

/** Begins each line of results on the console. */
export const MARK = 'KWGPIO ';
