import { MINUTE_MS, SECOND_MS, type Stream } from '@kringwijzer/contract';
import type { Crossing } from './crossings.ts';
import type { DoorSim } from './door-sim.ts';
import { createPrng } from './prng.ts';
import type { ScaleSim } from './scale-sim.ts';
import type { TruthEvent } from './site-config.ts';
import type { ToolSim } from './tool-sim.ts';
import { deposit, emptying, removal } from './weighing-acts.ts';
import type { Yard } from './yard-plan.ts';

interface GoodsInjection {
  readonly scale: string;
  readonly atMs: number;
  /** 500..200 000 g is sensible; any mass above 0 is taken. */
  readonly massG: number;
  /** Person on the receptor meanwhile; 0 or absent for nobody. */
  readonly personG?: number;
  readonly cartG?: number;
  readonly stream?: Stream;
}

/** Something to let happen by hand, for demos, tests and drills. */
export type Injection =
  | ({ readonly type: 'deposit' | 'removal' } & GoodsInjection)
  | { readonly type: 'emptying'; readonly scale: string; readonly atMs: number; readonly awayMs?: number }
  | {
      readonly type: 'passage';
      readonly door: string;
      readonly atMs: number;
      readonly direction: 'in' | 'out';
      readonly crossing?: Crossing;
    }
  | { readonly type: 'run'; readonly tool: string; readonly fromMs: number; readonly toMs: number }
  | {
      readonly type: 'cell_fault';
      readonly scale: string;
      readonly cell: number;
      readonly fault: 'cut' | 'stuck';
      readonly fromMs: number;
      readonly toMs: number;
    };

/** The devices an injection can reach. */
export interface InjectDeps {
  readonly scaleOf: (id: string) => ScaleSim;
  readonly doorOf: (id: string) => DoorSim;
  readonly toolOf: (id: string) => ToolSim;
  readonly yard: Yard;
  readonly seed: number;
}

function injectGoods(deps: InjectDeps, event: { readonly type: 'deposit' | 'removal' } & GoodsInjection): TruthEvent {
  if (!(event.massG > 0)) throw new RangeError('massG must be above 0');
  const scale = deps.scaleOf(event.scale);
  const { atMs, massG, personG = 0, cartG = 0, stream } = event;
  const act = { atMs, massG, personG, cartG, ...(stream === undefined ? {} : { stream }) };
  const isDeposit = event.type === 'deposit';
  const truth = (isDeposit ? deposit : removal)(scale, act, createPrng(deps.seed));
  deps.yard.noteChange(scale, isDeposit ? massG : -massG, truth.at);
  return truth;
}

function injectEmptying(deps: InjectDeps, event: Extract<Injection, { type: 'emptying' }>): TruthEvent {
  const scale = deps.scaleOf(event.scale);
  const truth = emptying(scale, { atMs: event.atMs, awayMs: event.awayMs ?? 5 * MINUTE_MS }, createPrng(deps.seed));
  deps.yard.noteEmptied(scale, truth.at);
  return truth;
}

function injectFault(deps: InjectDeps, event: Extract<Injection, { type: 'cell_fault' }>): void {
  const { cell, fault, fromMs, toMs } = event;
  const scale = deps.scaleOf(event.scale);
  if (cell < 0 || cell >= scale.config.cells) throw new RangeError(`scale ${event.scale} has no channel ${cell}`);
  scale.faults.push({ cell, fault, fromMs, toMs });
}

/** Lets an injection happen and gives its truths. Throws RangeError for goods that are not there or a device the site has not. */
export function inject(deps: InjectDeps, event: Injection): readonly TruthEvent[] {
  if (event.type === 'emptying') return [injectEmptying(deps, event)];
  if (event.type === 'run')
    return [deps.toolOf(event.tool).addRun({ ...event, idleBeforeMs: 10 * SECOND_MS, idleAfterMs: 15 * SECOND_MS })];
  if (event.type === 'passage') {
    const { crossing = 'single', direction, atMs } = event;
    return deps.doorOf(event.door).addCrossing({ crossing, direction, atMs }, createPrng(deps.seed));
  }
  if (event.type === 'cell_fault') {
    injectFault(deps, event);
    return [];
  }
  return [injectGoods(deps, event)];
}
