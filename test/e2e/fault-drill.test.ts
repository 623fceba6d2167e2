import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Fault, StoredRecord } from '@kringwijzer/contract';
import type { AmpsEvent, EdgeEvent, Source, SourceContext } from '@kringwijzer/firmware-bridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DonationStack, startDonationStack } from '../support/donation-stack.ts';

const PATIENCE = { timeout: 150_000, interval: 100 };
/** Longest time from the mend to the end of the alarm. */
const MOST_RECOVERY_MS = 130_000;
const AMPS_EVERY_MS = 200;

/** A source whose wire can be pulled; `say` is what the sensor would say. */
interface Wire<Event> extends Source<Event> {
  connected: boolean;
  say: (event: (context: SourceContext) => Event) => void;
}

function wire<Event>(everyMs?: number, idle?: (context: SourceContext) => Event): Wire<Event> {
  let stop: (() => void) | undefined;
  const made: Wire<Event> = {
    connected: true,
    say: () => undefined,
    start: (context, emit) => {
      made.say = (event) => {
        if (made.connected) emit(event(context));
      };
      if (everyMs !== undefined && idle !== undefined) stop = context.every(everyMs, () => made.say(idle));
    },
    stop: () => {
      stop?.();
      return Promise.resolve();
    },
  };
  return made;
}

const beams = wire<EdgeEvent>();
const clamp = wire<AmpsEvent>(AMPS_EVERY_MS, ({ nowMs }) => ({ type: 'amps', atMs: nowMs(), amps: 0.4 }));
const edge = (broken: boolean) => beams.say(({ nowMs }) => ({ type: 'edge', atMs: nowMs(), beam: 'a', broken }));

let stack: DonationStack;
const table: string[][] = [['fault', 'record', 'raised after', 'cleared after the mend']];

beforeAll(async () => {
  stack = await startDonationStack({
    devices: [
      { kind: 'door', id: 'door-1', name: 'Deur', driver: { type: 'simulated' } },
      { kind: 'tool', id: 'saw-1', name: 'Zaag', driver: { type: 'simulated' } },
    ],
    sources: { doors: { 'door-1': beams }, tools: { 'saw-1': clamp } },
  });
  await stack.untilStill();
});

afterAll(async () => {
  mkdirSync('artefacts', { recursive: true });
  writeFileSync('artefacts/fault-drill.txt', `${table.map((row) => row.join(' | ')).join('\n')}\n`);
  await stack?.stop();
});

/** Fault records of a device that the hub has, by their key. */
async function faults(device: string): Promise<ReadonlyMap<string, Fault>> {
  const records = (await stack.api(`/api/v1/records?kinds=fault&device=${device}`)) as StoredRecord[];
  return new Map(records.map(({ boot, seq, record }) => [`${boot}/${seq}`, record as unknown as Fault]));
}

/** Waits for a fault record that was not there before. */
const appears = (
  device: string,
  known: ReadonlyMap<string, Fault>,
  wanted: { readonly state: Fault['state']; readonly code: RegExp },
): Promise<Fault> =>
  vi.waitFor(async () => {
    const fresh = [...(await faults(device))].filter(([key]) => !known.has(key)).map(([, fault]) => fault);
    const found = fresh.find(({ state, code }) => state === wanted.state && wanted.code.test(code));
    if (found === undefined)
      throw new Error(
        `no ${wanted.state} ${wanted.code.source} of ${device} yet, but ${fresh.map(({ code, state }) => `${code} ${state}`).join(', ') || 'nothing'}`,
      );
    return found;
  }, PATIENCE);

interface Drill {
  readonly name: string;
  readonly device: string;
  readonly code: RegExp;
  readonly break: () => void | Promise<void>;
  readonly mend: () => void | Promise<void>;
}

const siteNow = (): number => Math.round(stack.site.config.startAt + stack.board.nowMs);

/** Damages what the board says for a while, as a bad earth does. */
function noise(): void {
  for (let burst = 0; burst < 40; burst += 1)
    stack.board.uart.push(Buffer.concat([Buffer.from('$S,'), randomBytes(12), Buffer.from('\n')]));
}

const ONE_AFTER_ANOTHER: readonly Drill[] = [
  {
    name: 'amplifier dead',
    device: 'intake-1',
    code: /^KW_(AMPLIFIER_MISSING|NO_SAMPLES)$/u,
    break: () => stack.board.setFault(1, 'missing'),
    mend: () => stack.board.setFault(1, 'none'),
  },
  {
    name: 'cell cut',
    device: 'intake-1',
    code: /^KW_(AMPLIFIER_SATURATED|AMPLIFIER_STUCK|CELL_|NO_SAMPLES|OVERLOAD)/u,
    break: () =>
      void stack.site.inject({
        type: 'cell_fault',
        scale: 'intake-1',
        cell: 0,
        fault: 'cut',
        fromMs: siteNow() + 500,
        toMs: siteNow() + 8_500,
      }),
    mend: () => undefined,
  },
  {
    name: 'serial port gone',
    device: 'intake-1',
    code: /^KW_SERIAL_(GONE|OPEN)$/u,
    break: () => stack.pty.pull(),
    mend: () => stack.pty.put(),
  },
];

/** These do not touch each other; the noisy line takes a whole quiet minute to be trusted again. */
const ALL_AT_ONCE: readonly Drill[] = [
  { name: 'serial noise', device: 'intake-1', code: /^KW_LINE_CORRUPT$/u, break: noise, mend: () => undefined },
  { name: 'beam blocked', device: 'door-1', code: /^KW_BEAM_BLOCKED$/u, break: () => edge(true), mend: () => edge(false) },
  {
    name: 'clamp off',
    device: 'saw-1',
    code: /^KW_TOOL_SILENT$/u,
    break: () => {
      clamp.connected = false;
    },
    mend: () => {
      clamp.connected = true;
    },
  },
];

/** Breaks, waits for the record, mends, waits for its end; gives the milliseconds from the mend to the end. */
async function recoveryMs({ name, device, code, break: breakIt, mend }: Drill): Promise<number> {
  const before = await faults(device);
  const brokenMs = Date.now();
  await breakIt();
  const raised = await appears(device, before, { state: 'raised', code });
  const during = await faults(device);
  const mendedMs = Date.now();
  await mend();
  const cleared = await appears(device, during, { state: 'cleared', code: new RegExp(`^${raised.code}$`, 'u') });
  table.push([name, raised.code, `${((raised.at - brokenMs) / 1_000).toFixed(1)} s`, `${((cleared.at - mendedMs) / 1_000).toFixed(1)} s`]);
  return cleared.at - mendedMs;
}

describe('the fault drill', () => {
  it.each(ONE_AFTER_ANOTHER)('$name: raises its record and comes back by itself', async (drill) => {
    expect(await recoveryMs(drill)).toBeLessThan(MOST_RECOVERY_MS);
  });
  it.concurrent.each(ALL_AT_ONCE)('$name: raises its record and comes back by itself', { timeout: 200_000 }, async (drill) => {
    expect(await recoveryMs(drill)).toBeLessThan(MOST_RECOVERY_MS);
  });
});
