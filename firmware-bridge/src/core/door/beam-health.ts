import type { Fault } from '@kringwijzer/contract';
import type { BeamState } from './debounce.ts';
import type { Beam, DoorConfig } from './door-config.ts';

type PerBeam<Value> = Readonly<Record<Beam, Value>>;

/** What is known of the beams' health. */
export interface DoorHealth {
  readonly blocked: PerBeam<boolean>;
  readonly silent: PerBeam<boolean>;
  /** Pulses since either beam was last judged. */
  readonly pulses: PerBeam<number>;
  readonly lastPulseMs: PerBeam<number>;
  readonly openAtMs: number | undefined;
}

export const freshHealth = (atMs: number): DoorHealth => ({
  blocked: { a: false, b: false },
  silent: { a: false, b: false },
  pulses: { a: 0, b: 0 },
  lastPulseMs: { a: atMs, b: atMs },
  openAtMs: undefined,
});

const BEAMS = ['a', 'b'] as const;

/** The health after the start of a pulse. */
export const onPulse = (health: DoorHealth, beam: Beam, atMs: number): DoorHealth => ({
  ...health,
  pulses: { ...health.pulses, [beam]: health.pulses[beam] + 1 },
  lastPulseMs: { ...health.lastPulseMs, [beam]: atMs },
});

/** Faults that began or ended by `atMs`; `stuck` when a beam has been broken so long that no body can be in it. */
export function checkBeams(
  config: DoorConfig,
  health: DoorHealth,
  beams: PerBeam<BeamState>,
  atMs: number,
): { health: DoorHealth; faults: readonly Fault[]; stuck: boolean } {
  const faults: Fault[] = [];
  let next = health;
  let stuck = false;
  for (const name of BEAMS) {
    const forMs = beams[name].broken ? atMs - beams[name].changedAtMs : 0;
    stuck ||= forMs > config.stuckMs;
    next = checkBlocked(config, next, { name, forMs, atMs, faults });
    next = checkSilent(config, next, { name, atMs, faults });
  }
  return { health: next, faults, stuck };
}

interface Check {
  readonly name: Beam;
  readonly atMs: number;
  readonly faults: Fault[];
}

function checkBlocked(config: DoorConfig, health: DoorHealth, check: Check & { readonly forMs: number }): DoorHealth {
  const is = check.forMs > config.blockedMs;
  if (is === health.blocked[check.name]) return health;
  check.faults.push(fault(config, check, 'KW_BEAM_BLOCKED', is));
  return { ...health, blocked: { ...health.blocked, [check.name]: is } };
}

/** A beam is silent when the other one worked often without it, or when nothing came at all for hours with the doors open. */
function checkSilent(config: DoorConfig, health: DoorHealth, check: Check): DoorHealth {
  const { name } = check;
  const other = name === 'a' ? 'b' : 'a';
  const own = health.pulses[name];
  if (health.silent[name]) {
    if (own === 0) return health;
    check.faults.push(fault(config, check, 'KW_BEAM_SILENT', false));
    return { ...health, silent: { ...health.silent, [name]: false } };
  }
  if (own >= config.silentPulses && health.pulses[other] > 0) return { ...health, pulses: { a: 0, b: 0 } };
  const lonely = own === 0 && health.pulses[other] >= config.silentPulses;
  const dead = health.openAtMs !== undefined && check.atMs - Math.max(health.openAtMs, health.lastPulseMs[name]) > config.silentMs;
  if (!lonely && !dead) return health;
  check.faults.push(fault(config, check, 'KW_BEAM_SILENT', true));
  return { ...health, silent: { ...health.silent, [name]: true } };
}

const fault = (config: DoorConfig, check: Check, code: string, raised: boolean): Fault => ({
  kind: 'fault',
  device: config.device,
  at: Math.round(check.atMs),
  code,
  state: raised ? 'raised' : 'cleared',
  detail: `beam ${check.name}`,
});
