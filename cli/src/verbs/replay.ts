import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { KwError } from '@kringwijzer/contract';
import { createReplay, loadNodeConfig, type ReplayOptions } from '@kringwijzer/firmware-bridge';
import { readOptions } from '../options.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `FILE… [--config FILE]

Runs recorded signals through the very same signal core as the node, as fast as this machine can, and prints one JSON
line an event on stdout. Times are milliseconds from the start of the trace.

  --config FILE   configuration of a node: a trace takes the settings of the device that has its name (scale-1.jsonl: scale-1),
                  else of the only device of its kind`;

type Devices = ReturnType<typeof loadNodeConfig>['config']['devices'];

/** Settings of the device a trace was recorded on. */
function settingsOf(devices: Devices, file: string): ReplayOptions {
  const name = basename(file, '.jsonl');
  const pick = <Kind extends Devices[number]['kind']>(kind: Kind): Extract<Devices[number], { kind: Kind }> | undefined => {
    const ofKind = devices.filter((device): device is Extract<Devices[number], { kind: Kind }> => device.kind === kind);
    return ofKind.find(({ id }) => id === name) ?? (ofKind.length === 1 ? ofKind[0] : undefined);
  };
  const [scale, tool] = [pick('scale'), pick('tool')];
  return {
    ...(scale && { scale: { device: scale.id, role: scale.role, ...(scale.temperature && { temperature: scale.temperature }) } }),
    ...(tool && { tool: { device: tool.id } }),
  };
}

async function replayFile(file: string, settings: ReplayOptions, io: VerbIo): Promise<void> {
  const replay = createReplay({ ...settings, file });
  const stream = createReadStream(file);
  const opened = new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve());
    stream.once('error', (error) => reject(new KwError('KW_TRACE_INVALID', { file, line: 0, reason: error.message }, { cause: error })));
  });
  await opened;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    for (const event of replay.line(line)) io.out(JSON.stringify(event));
    if (io.signal.aborted) return;
  }
  for (const event of replay.end()) io.out(JSON.stringify(event));
  const { badLines, samples } = replay.counts();
  if (badLines > 0) io.err(`${file}: ${badLines} of ${badLines + samples} lines were damaged and left out`);
}

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values, positionals } = readOptions(() =>
    parseArgs({ args: [...args], options: { config: { type: 'string' } }, allowPositionals: true }),
  );
  if (positionals.length === 0) throw new KwError('KW_USAGE', { reason: 'replay needs a trace file' });
  const devices = values.config === undefined ? [] : loadNodeConfig({ file: values.config }).config.devices;
  for (const file of positionals) await replayFile(file, settingsOf(devices, file), io);
  return 0;
}

/** `kringwijzer replay`: recorded signals through the core of the node. */
export const replayVerb: Verb = { help: HELP, run };
