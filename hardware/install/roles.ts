/** The machines a site is made of; one machine may be more than one. */
export const ROLES = ['hub', 'node', 'kiosk'] as const;
export type Role = (typeof ROLES)[number];

/** What a package says about itself. */
export interface RolePackage {
  readonly summary: string;
  readonly description: string;
  /** Program that the unit starts, in the folder of programs. */
  readonly main: string;
  /** Flags of Node.js that keep the program small, as docs/hub.md and docs/node.md name and measure them. */
  readonly flags: readonly string[];
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Which of several installed roles gives the command `kringwijzer`; the highest wins. */
  readonly priority: number;
}

/** The packages of a site. */
export const ROLE_PACKAGES: Readonly<Record<Role, RolePackage>> = {
  hub: {
    summary: 'hub of a circulair ambachtscentrum: broker, store and pages',
    description: 'Takes what the nodes of a site measure, keeps it and shows it to staff and visitors.',
    main: 'cli/bin/kringwijzer.js',
    flags: ['--max-semi-space-size=4', '--max-old-space-size=192'],
    depends: ['systemd (>= 252)'],
    recommends: [],
    priority: 30,
  },
  node: {
    summary: 'node of a circulair ambachtscentrum: scales, doors, tools and levels',
    description: 'Reads the sensors of a site, keeps every record on its own disk and brings it to the hub.',
    main: 'cli/bin/kringwijzer.js',
    flags: ['--max-semi-space-size=1', '--max-old-space-size=64', '--no-opt', '--single-threaded-gc'],
    depends: ['systemd (>= 252)', 'udev'],
    recommends: ['gpiod', 'avrdude'],
    priority: 20,
  },
  kiosk: {
    summary: 'visitor screen of a circulair ambachtscentrum',
    description: 'Shows the page for visitors full screen and brings it back when it dies.',
    main: 'kiosk/app/dist/main.js',
    flags: [],
    depends: ['systemd (>= 252)', 'cage', 'chromium'],
    recommends: ['fonts-noto-core', 'wlr-randr'],
    priority: 10,
  },
};

/** Processors of the packages: Debian's name and that of Node.js. */
export const ARCHITECTURES = { amd64: 'x64', arm64: 'arm64' } as const;
export type Architecture = keyof typeof ARCHITECTURES;
