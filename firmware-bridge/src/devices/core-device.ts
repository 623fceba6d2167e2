import type { Command, DeviceMeta, Fault } from '@kringwijzer/contract';
import type { CoreOutput, DeviceCore, Tick } from '../core/device-core.ts';
import type { CancelTimer } from '../ports/clock.ts';
import type { Source, SourceFault, SourceIdentity } from '../ports/sources.ts';
import type { Device, DeviceContext } from './device.ts';

interface Timed {
  readonly atMs: number;
}

/** How one kind of device is put together from its driver and its core. */
export interface DeviceSpec<Config, State, Input extends Timed, Event> {
  readonly id: string;
  readonly core: DeviceCore<Config, State, Input | Tick>;
  readonly config: Config;
  readonly source: Source<Event | SourceFault | SourceIdentity>;
  readonly inputOf: (event: Event) => Input | undefined;
  readonly commandOf: (command: Command, atMs: number) => Input | undefined;
  /** What the device keeps over a restart; undefined when nothing. */
  readonly memoryOf?: (state: State) => unknown;
  /** Something whose change makes the memory worth keeping at once, such as the begin of a run. */
  readonly turnOf?: (state: State) => number | undefined;
  readonly metaOf: (state: State, firmware: string | undefined) => DeviceMeta;
  /** Last input before a stop: what lies settled is counted. */
  readonly flushOf?: (atMs: number) => Input;
  /** Inputs that come with time alone, such as local midnight; asked at each tick. */
  readonly timely?: (atMs: number) => readonly Input[];
  /** Ticks come this much late, so that samples stamped by a board's own clock are never older than a tick. */
  readonly tickLagMs: number;
}

const TICK_MS = 1_000;
const MEMORY_EVERY_TICKS = 60;

/** A device around a pure core: inputs in order of time, outputs to the outlet, memory with the records. */
export class CoreDevice<Config, State, Input extends Timed, Event extends { readonly type: string }> implements Device {
  readonly id: string;
  readonly #spec: DeviceSpec<Config, State, Input, Event>;
  readonly #context: DeviceContext;
  readonly #raised = new Set<string>();
  #state: State;
  #lastMs: number;
  #firmware: string | undefined;
  #memory = '';
  #meta = '';
  #turn: number | undefined;
  #ticks = 0;
  #cancel: CancelTimer | undefined;
  #stopped = false;

  constructor(spec: DeviceSpec<Config, State, Input, Event>, context: DeviceContext) {
    this.id = spec.id;
    this.#spec = spec;
    this.#context = context;
    this.#lastMs = context.nowMs();
    this.#state = spec.core.initial(spec.config, this.#lastMs);
  }

  meta(): DeviceMeta {
    return this.#spec.metaOf(this.#state, this.#firmware);
  }

  start(): void {
    this.#meta = JSON.stringify(this.meta());
    this.#cancel = this.#context.every(TICK_MS, () => this.#tick());
    this.#spec.source.start(this.#context, (event) => this.#take(event));
  }

  command(command: Command): boolean {
    const input = this.#spec.commandOf(command, this.#context.nowMs());
    if (input === undefined) return false;
    this.#feed(input);
    this.#keepMemory();
    return true;
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancel?.();
    await this.#spec.source.stop();
    const flush = this.#spec.flushOf?.(this.#context.nowMs());
    if (flush !== undefined) this.#feed(flush);
    this.#keepMemory();
  }

  #tick(): void {
    const atMs = this.#context.nowMs() - this.#spec.tickLagMs;
    for (const input of this.#spec.timely?.(atMs) ?? []) this.#feed(input);
    this.#feed({ type: 'tick', atMs });
    this.#ticks += 1;
    const turn = this.#spec.turnOf?.(this.#state);
    if (turn !== this.#turn || this.#ticks % MEMORY_EVERY_TICKS === 0) this.#keepMemory();
    this.#turn = turn;
  }

  #take(event: Event | SourceFault | SourceIdentity): void {
    if (this.#stopped) return;
    if (isFault(event)) return this.#fault({ kind: 'fault', device: this.id, at: event.atMs, ...faultOf(event) });
    if (isIdentity(event)) {
      this.#firmware = event.firmware;
      return this.#metaMayHaveChanged();
    }
    const input = this.#spec.inputOf(event);
    if (input !== undefined) this.#feed(input);
  }

  #feed(input: Input | Tick): void {
    // Cores are promised that time never goes back, whatever a board's clock or an event queue does.
    const inOrder = input.atMs >= this.#lastMs ? input : { ...input, atMs: this.#lastMs };
    this.#lastMs = inOrder.atMs;
    const step = this.#spec.core.step(this.#spec.config, this.#state, inOrder);
    this.#state = step.state;
    let facts = false;
    for (const output of step.outputs) facts = this.#give(output) || facts;
    if (facts) {
      this.#keepMemory();
      this.#metaMayHaveChanged();
    }
  }

  /** Passes an output on; true when it is a fact after which the memory is another one. */
  #give(output: CoreOutput): boolean {
    if (output.type === 'state') this.#context.outlet.state(output.device, output.value);
    else if (output.type === 'result') this.#context.outlet.answer(output);
    else if (output.type !== 'record') return false;
    else if (output.record.kind === 'fault') this.#fault(output.record);
    else {
      this.#context.outlet.record(output.record);
      return output.record.kind !== 'weight';
    }
    return false;
  }

  /** Core and driver may see the same fault: each code is raised once and cleared once. */
  #fault(fault: Fault): void {
    const raised = this.#raised.has(fault.code);
    if ((fault.state === 'raised') === raised) return;
    if (fault.state === 'raised') this.#raised.add(fault.code);
    else this.#raised.delete(fault.code);
    this.#context.log.warn({ device: this.id, code: fault.code, state: fault.state, detail: fault.detail }, 'device fault');
    this.#context.outlet.record(fault);
  }

  #keepMemory(): void {
    const memory = this.#spec.memoryOf?.(this.#state);
    if (memory === undefined) return;
    const text = JSON.stringify(memory);
    if (text === this.#memory) return;
    this.#memory = text;
    this.#context.outlet.remember(this.id, memory);
  }

  #metaMayHaveChanged(): void {
    const text = JSON.stringify(this.meta());
    if (text === this.#meta) return;
    this.#meta = text;
    this.#context.outlet.metaChanged();
  }
}

const isFault = (event: { readonly type: string }): event is SourceFault => event.type === 'fault';
const isIdentity = (event: { readonly type: string }): event is SourceIdentity => event.type === 'identity';

const faultOf = ({ code, state, detail }: SourceFault): Pick<Fault, 'code' | 'state' | 'detail'> => ({
  code,
  state,
  ...(detail === undefined ? {} : { detail: detail.slice(0, 256) }),
});
